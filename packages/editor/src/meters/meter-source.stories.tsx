import type { Meta, StoryObj } from "@storybook/react-vite";
import { ReductionHistory } from "../plots/reduction-history.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { MeterProvider, type SubscribeToMeters } from "./meter-source.tsx";

/** As a player would call it, thirty times a second; here once. */
const subscribe: SubscribeToMeters = (listener) => {
  listener({ levels: { "drums.main": { peakDbfs: [-9, -12] } }, meters: { "glue.gainReductionDb": -3 } });
  return () => {};
};

const meta: Meta<typeof MeterProvider> = { title: "Providers/MeterProvider", component: MeterProvider };
export default meta;

export const TwoMeters: StoryObj<typeof MeterProvider> = {
  args: { subscribe },
  render: (args) => (
    <MeterProvider {...args}>
      <div style={{ display: "grid", gap: 8, inlineSize: 200, padding: 12 }}>
        <LevelMeter signal="drums.main" label="Level of Drums" />
        <div style={{ display: "flex", blockSize: 40 }}>
          <ReductionHistory meter="glue.gainReductionDb" label="Gain reduction of Glue" />
        </div>
      </div>
    </MeterProvider>
  ),
};
