import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import type { EditorSession } from "../session/editor-session.ts";
import { exposeCommands, surroundingChains } from "./expose.ts";

const meta: Meta<typeof Inspector> = { title: "Panels/Inspector of chains", component: Inspector };
export default meta;

/** A chain of two, linked twice, that shows a threshold and a macro. */
function prepare(session: EditorSession): void {
  const graph = "mix";
  session.do({ kind: "addNode", graph, type: "toy.compressor", id: "squeeze" });
  session.do({ kind: "connect", graph, from: "duck.main", to: "squeeze.main" });
  session.do({ kind: "groupNodes", graph, nodes: ["duck", "squeeze"], id: "crunch", label: "Crunch" });
  session.open("crunch");
  const { document, path, graph: inside } = session.getState();
  const around = surroundingChains(document, path);
  session.doAll(exposeCommands(document, around, "duck.thresholdDb"));
  session.do({
    kind: "setExposed",
    graph: inside,
    name: "squeezePercent",
    exposed: { targets: ["squeeze.thresholdDb"], ranges: { "squeeze.thresholdDb": { from: 0, to: -30 } } },
  });
  session.do({ kind: "setExposedMeter", graph: inside, name: "duckGainReductionDb", target: "duck.gainReductionDb" });
  session.do({ kind: "setExposedMeter", graph: inside, name: "curve", target: "squeeze.plot" });
  session.close();
  session.do({ kind: "addNode", graph, type: "twobus.chain", id: "crunch-2", label: "Again", nodeGraph: inside });
  session.do({ kind: "setParameter", graph, node: "crunch", param: "thresholdDb", value: -30 });
}

const story = (more: (session: EditorSession) => void): StoryObj => ({
  render: () => (
    <StoryFrame
      prepare={(session) => {
        prepare(session);
        more(session);
      }}
    >
      <div style={{ inlineSize: 340 }}>
        <Inspector />
      </div>
    </StoryFrame>
  ),
});

export const ChainNode: StoryObj = {
  ...story((session) => session.select(["crunch"])),
  play: async ({ canvasElement, userEvent }) => {
    await userEvent.click(canvasElement.querySelectorAll("summary")[0]!);
  },
};

export const NodeInside: StoryObj = story((session) => {
  session.open("crunch");
  session.select(["duck"]);
});

export const OnTheCanvas: StoryObj = {
  render: () => (
    <StoryFrame prepare={prepare}>
      <div style={{ blockSize: 500 }}>
        <Canvas />
      </div>
    </StoryFrame>
  ),
};
