import type { Meta, StoryObj } from "@storybook/react-vite";
import { within } from "storybook/test";
import { ShownPlots } from "../../test/shown-plots.tsx";
import { StoryFrame } from "../../test/story-frame.tsx";
import { NodeCurvesProvider, type NodeCurves } from "./node-curves.tsx";

const meta: Meta<typeof NodeCurvesProvider> = { title: "Providers/NodeCurvesProvider", component: NodeCurvesProvider };
export default meta;

const inputDb = [-60, -12, 6];

/** Holds everything at −12 dBFS, whatever it is asked for. */
const curves: NodeCurves = {
  knows: (type) => type === "toy.compressor",
  curvesOf: () => Promise.resolve({ transfer: { inputDb, outputDb: [-60, -12, -12] } }),
};

export const OfACompressor: StoryObj<typeof NodeCurvesProvider> = {
  args: { curves },
  render: (args) => (
    <StoryFrame>
      <NodeCurvesProvider {...args}>
        <div style={{ inlineSize: 300, padding: 12 }}>
          <ShownPlots node="duck" handles="none" />
        </div>
      </NodeCurvesProvider>
    </StoryFrame>
  ),
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByRole("img", { name: "Transfer curve of Duck" });
  },
};
