import type { Meta, StoryObj } from "@storybook/react-vite";
import { userEvent, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { ActionsProvider } from "../actions/actions-context.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { GraphTree } from "./graph-tree.tsx";

const meta: Meta<typeof GraphTree> = { title: "Panels/GraphTree", component: GraphTree };
export default meta;

export const Alone: StoryObj = {
  render: () => (
    <StoryFrame>
      <GraphTree />
    </StoryFrame>
  ),
};

/** Beside a canvas its keys and menus do what those of the canvas do. */
export const BesideTheCanvas: StoryObj = {
  render: () => (
    <StoryFrame>
      <ActionsProvider>
        <div style={{ display: "grid", gridTemplateColumns: "280px 1fr", blockSize: 600 }}>
          <GraphTree />
          <Canvas />
        </div>
      </ActionsProvider>
    </StoryFrame>
  ),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    (await page.findByRole("treeitem", { name: /^Stereo Bus/ })).focus();
    await userEvent.keyboard("{ArrowDown}m");
    await page.findByRole("treeitem", { name: /^Drums.*muted/ });
    await userEvent.keyboard("{ArrowDown}{Shift>}{F10}{/Shift}");
    await page.findByRole("menuitem", { name: /^Connect to/ });
  },
};
