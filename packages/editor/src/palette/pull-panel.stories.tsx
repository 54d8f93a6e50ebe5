import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, within } from "storybook/test";
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
    files: { onChoose: fn(), onDrop: fn() },
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

/** Files that are dropped are for this bus alone: the page around does not hear of them. */
export const FilesDropped: StoryObj<typeof PullPanel> = {
  play: async ({ canvasElement, args }) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["RIFF"], "kick.wav"));
    const aroundIt = fn();
    addEventListener("drop", aroundIt);
    const panel = within(canvasElement).getByRole("heading", { name: "Pull into Stereo Bus" });
    panel.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    removeEventListener("drop", aroundIt);
    await expect(args.files!.onDrop).toHaveBeenCalledWith(dataTransfer);
    await expect(aroundIt).not.toHaveBeenCalled();
  },
};
