import type { Meta, StoryObj } from "@storybook/react-vite";
import { ShownPlots } from "../../test/shown-plots.tsx";
import { StoryFrame } from "../../test/story-frame.tsx";
import { NodePlots } from "./node-plots.tsx";

const meta: Meta<typeof NodePlots> = { title: "Plots/NodePlots", component: NodePlots };
export default meta;

/** A node of the toy mix as the inspector draws it, all its handles to be moved. */
const drawn = (type: string, params: Readonly<Record<string, string | number>> = {}): StoryObj => ({
  render: () => (
    <StoryFrame
      prepare={(session) => {
        session.do({ kind: "addNode", graph: "mix", type, id: "shown", params });
      }}
    >
      <div style={{ inlineSize: 300, padding: 12 }}>
        <ShownPlots node="shown" handles="all" />
      </div>
    </StoryFrame>
  ),
});

/** Drag a band: sideways its frequency, upwards its gain, with Alt its Q; arrows do the same. */
export const BandHandles: StoryObj = drawn("toy.equaliser", {
  band1Shape: "bell",
  band1FrequencyHz: 250,
  band1GainDb: -3,
  band2Shape: "highShelf",
  band2FrequencyHz: 6000,
  band2GainDb: 4,
});

export const Crossovers: StoryObj = drawn("toy.splitter");

export const Dynamics: StoryObj = drawn("toy.compressor");
