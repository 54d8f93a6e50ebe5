import type { Meta, StoryObj } from "@storybook/react-vite";
import { TransferPlot } from "./transfer-plot.tsx";

const meta: Meta<typeof TransferPlot> = {
  title: "Plots/TransferPlot",
  component: TransferPlot,
  render: (args) => (
    <div style={{ inlineSize: 140, padding: 12 }}>
      <TransferPlot {...args} />
    </div>
  ),
};
export default meta;

const inputDb = Array.from({ length: 67 }, (_, index) => index - 60);

export const Compressor: StoryObj<typeof TransferPlot> = {
  args: {
    label: "Transfer curve of a compressor, 4:1 above −18 dBFS",
    transfer: { inputDb, outputDb: inputDb.map((level) => Math.min(level, -18) + Math.max(0, level + 18) / 4) },
  },
};

export const Gate: StoryObj<typeof TransferPlot> = {
  args: {
    label: "Transfer curve of a gate at −40 dBFS",
    transfer: { inputDb, outputDb: inputDb.map((level) => (level < -40 ? level - 20 : level)) },
  },
};
