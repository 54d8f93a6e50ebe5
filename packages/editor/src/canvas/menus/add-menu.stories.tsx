import type { Meta, StoryObj } from "@storybook/react-vite";
import { fn } from "storybook/test";
import { StoryFrame } from "../../../test/story-frame.tsx";
import { AddMenu } from "./add-menu.tsx";

const meta: Meta<typeof AddMenu> = {
  title: "Palette/AddMenu",
  component: AddMenu,
  args: { onAdded: fn(), close: fn() },
  render: (args) => (
    <StoryFrame>
      <div style={{ inlineSize: 320, padding: 12 }}>
        <AddMenu {...args} />
      </div>
    </StoryFrame>
  ),
};
export default meta;

/** What fits the middle of a cable. */
export const InACable: StoryObj<typeof AddMenu> = {
  args: { where: { kind: "middle", position: { x: 0, y: 0 }, from: "bass.main", to: "duck.main" } },
};

/** Everything, on the empty canvas. */
export const Anywhere: StoryObj<typeof AddMenu> = { args: { where: { kind: "free", position: { x: 0, y: 0 } } } };
