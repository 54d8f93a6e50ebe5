import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { StoryFrame } from "../../test/story-frame.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { NodePlots } from "./node-plots.tsx";
import { ReductionHistory } from "./reduction-history.tsx";
import { ResponsePlot } from "./response-plot.tsx";
import { TransferPlot } from "./transfer-plot.tsx";

const meta: Meta = { title: "Plots" };
export default meta;

const octaves = Array.from({ length: 100 }, (_, index) => 20 * 1000 ** (index / 99));
const levels = Array.from({ length: 67 }, (_, index) => index - 60);

export const Response: StoryObj = {
  render: () => (
    <div style={{ inlineSize: 300, padding: 12 }}>
      <ResponsePlot
        label="Response of a bell, and of a shelf on the side"
        response={{
          hz: octaves,
          midDb: octaves.map((hz) => 9 / (1 + Math.log2(hz / 1000) ** 2)),
          sideDb: octaves.map((hz) => 4 / (1 + (4000 / hz) ** 2)),
        }}
      />
    </div>
  ),
};

export const Transfer: StoryObj = {
  render: () => (
    <div style={{ inlineSize: 140, padding: 12 }}>
      <TransferPlot
        label="Transfer curve of a compressor"
        transfer={{
          inputDb: levels,
          outputDb: levels.map((level) => Math.min(level, -18) + Math.max(0, level + 18) / 4),
        }}
      />
    </div>
  ),
};

export const Reduction: StoryObj = {
  render: () => (
    <StoryFrame>
      <div style={{ display: "flex", blockSize: 60, inlineSize: 200, padding: 12 }}>
        <ReductionHistory meter="duck.gainReductionDb" label="Gain reduction of Duck" />
      </div>
    </StoryFrame>
  ),
};

/** A node of the toy mix as the inspector draws it, all its handles to be moved. */
const drawn = (type: string, params: Readonly<Record<string, string | number>> = {}): StoryObj => ({
  render: () => (
    <StoryFrame
      prepare={(session) => {
        session.do({ kind: "addNode", graph: "mix", type, id: "shown", params });
      }}
    >
      <div style={{ inlineSize: 300, padding: 12 }}>
        <AllPlots />
      </div>
    </StoryFrame>
  ),
});

function AllPlots(): ReactNode {
  const { registry } = useSession();
  const record = useEditorState(({ document }) => document.graphs["mix"]!.nodes["shown"]!);
  const definition = registry.definition(record.type);
  return <NodePlots graph="mix" node="shown" record={record} definition={definition} address="shown" handles="all" />;
}

export const BandHandles: StoryObj = drawn("toy.equaliser", {
  band1Shape: "bell",
  band1FrequencyHz: 250,
  band1GainDb: -3,
  band2Shape: "highShelf",
  band2FrequencyHz: 6000,
  band2GainDb: 4,
});

export const Crossovers: StoryObj = drawn("toy.splitter");
