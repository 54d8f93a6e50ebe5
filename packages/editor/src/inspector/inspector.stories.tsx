import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import type { EditorSession } from "../session/editor-session.ts";
import { Inspector } from "./inspector.tsx";

const meta: Meta<typeof Inspector> = { title: "Panels/Inspector", component: Inspector };
export default meta;

const story = (prepare: (session: EditorSession) => void): StoryObj => ({
  render: () => (
    <StoryFrame prepare={prepare}>
      <div style={{ inlineSize: 340 }}>
        <Inspector />
      </div>
    </StoryFrame>
  ),
});

export const Nothing: StoryObj = story(() => {});

export const Strip: StoryObj = story((session) => session.select(["snare"]));

export const Compressor: StoryObj = story((session) => {
  session.do({
    kind: "setAutomation",
    graph: "mix",
    node: "duck",
    param: "thresholdDb",
    points: [{ atSeconds: 0, value: -18, curve: "linear" }],
  });
  session.select(["duck"]);
});

export const KeyInside: StoryObj = story((session) => {
  session.doAll([
    { kind: "addGraph", id: "drums-chain" },
    { kind: "setNodeGraph", graph: "mix", node: "drums", nodeGraph: "drums-chain" },
    { kind: "addNode", graph: "drums-chain", type: "toy.compressor", id: "glue", label: "Glue" },
    { kind: "connect", graph: "mix", from: "bass.main", to: "drums/glue.key" },
  ]);
  session.select(["drums"]);
});

/** What strips have in common is set together: the others move by as much, and the loudest limits. */
export const Several: StoryObj = {
  ...story((session) => session.select(["kick", "snare", "bass"])),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const fader = await page.findByRole("slider", { name: "Fader" });
    fader.focus();
    await userEvent.keyboard("{Enter}");
    await userEvent.keyboard("3{Enter}");
    await expect(fader).toHaveAttribute("aria-valuenow", "3");
    await userEvent.click(page.getByRole("button", { name: "Mute" }));
    await expect(page.getByRole("button", { name: "Mute" })).toHaveAttribute("aria-pressed", "true");
  },
};

export const Equaliser: StoryObj = story((session) => {
  const params = { band1Shape: "bell", band1GainDb: 6 };
  session.do({ kind: "addNode", graph: "mix", type: "toy.equaliser", id: "tone", params });
  session.select(["tone"]);
});

export const Splitter: StoryObj = story((session) => {
  session.do({ kind: "addNode", graph: "mix", type: "toy.splitter", id: "split" });
  session.select(["split"]);
});
