import { level, milliseconds, percent, toggle } from "@twobus/core";
import type { NumberParameter, PlainValues, ToggleParameter } from "@twobus/core";

/** At and below this a fader is off: digital silence. The kernel knows the same bound. */
const FADER_OFF_DB = -96;

type StripParameters = {
  readonly trimDb: NumberParameter<"Db">;
  readonly invertPolarity: ToggleParameter;
  readonly delayMs: NumberParameter<"Ms">;
  readonly faderDb: NumberParameter<"Db">;
  readonly panPercent: NumberParameter<"Percent">;
  readonly widthPercent: NumberParameter<"Percent">;
};

/** What every strip has, in the order in which the kernels read it: trim, polarity and delay before the chain, fader and pan after it. */
export const stripParameters: StripParameters = {
  trimDb: level({ min: -48, max: 48, default: 0, description: "Level into the insert chain." }),
  invertPolarity: toggle({ default: false, description: "Turns the signal upside down." }),
  delayMs: {
    ...milliseconds({
      min: 0,
      max: 1000,
      default: 0,
      structural: true,
      description: "Moves the strip later, to the nearest whole sample; it is not compensated.",
    }),
    scale: "linear",
  },
  faderDb: level({
    min: FADER_OFF_DB,
    max: 12,
    default: 0,
    description: "Level after the insert chain; the lowest value is silence.",
  }),
  panPercent: percent({
    min: -100,
    max: 100,
    default: 0,
    description: "Left to right. The near side keeps its level, the far side falls along a cosine: 0 dB at the centre.",
  }),
  widthPercent: percent({
    min: 0,
    max: 200,
    default: 100,
    description: "Scales the side signal: 0 is mono, 100 leaves it, 200 is +6 dB of side.",
  }),
};

/** What a strip delays is heard after its input has ended. */
export function stripTailSamples({ delayMs }: PlainValues, sampleRate: number): number {
  return Math.ceil((Number(delayMs) * sampleRate) / 1000);
}
