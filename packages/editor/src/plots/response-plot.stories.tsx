import type { Meta, StoryObj } from "@storybook/react-vite";
import { ResponsePlot } from "./response-plot.tsx";

const meta: Meta<typeof ResponsePlot> = {
  title: "Plots/ResponsePlot",
  component: ResponsePlot,
  render: (args) => (
    <div style={{ inlineSize: 300, padding: 12 }}>
      <ResponsePlot {...args} />
    </div>
  ),
};
export default meta;

const hz = Array.from({ length: 100 }, (_, index) => 20 * 1000 ** (index / 99));

export const Bell: StoryObj<typeof ResponsePlot> = {
  args: {
    label: "Response of a bell",
    response: { hz, midDb: hz.map((frequency) => 9 / (1 + Math.log2(frequency / 1000) ** 2)) },
  },
};

/** Dashed: the side. */
export const MidAndSide: StoryObj<typeof ResponsePlot> = {
  args: {
    label: "Response of a bell, and of a shelf on the side",
    response: {
      hz,
      midDb: hz.map((frequency) => -5 / (1 + Math.log2(frequency / 300) ** 2)),
      sideDb: hz.map((frequency) => 4 / (1 + (4000 / frequency) ** 2)),
    },
  },
};
