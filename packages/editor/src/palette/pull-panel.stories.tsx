import type { Meta, StoryObj } from "@storybook/react-vite";
import { fn } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { toySession } from "../../test/toy-mix.ts";
import { pullable } from "../patching/pull.ts";
import { PullPanel } from "./pull-panel.tsx";

const { document, registry } = toySession();

const meta: Meta<typeof PullPanel> = {
  title: "Palette/PullPanel",
  component: PullPanel,
  args: {
    bus: "Stereo Bus",
    strips: pullable(document, document.root, registry, "stereo-bus.main"),
    onSubmix: fn(),
    onConnect: fn(),
    onAddProcessor: fn(),
  },
  render: (args) => (
    <StoryFrame>
      <div style={{ inlineSize: 320, padding: 12 }}>
        <PullPanel {...args} />
      </div>
    </StoryFrame>
  ),
};
export default meta;

/** What is pulled from the stereo bus, tracks and buses told apart. */
export const FromTheStereoBus: StoryObj<typeof PullPanel> = {};
