import type { PlainValues } from "@twobus/core";

/** The phase of crossovers this low turns none but the deepest sound. */
const crossoversAside = {
  crossover1Hz: 20,
  crossover2Hz: 20,
  crossover3Hz: 20,
  crossover4Hz: 20,
  crossover5Hz: 20,
};

/** Six bands of five curves on three channels are eleven million settings, which without drive sound the same. */
const oneCurve = Object.fromEntries(
  [1, 2, 3, 4, 5, 6].flatMap((band) => [
    [`band${band}Curve`, "tape"],
    [`band${band}Channels`, "stereo"],
  ]),
);

/**
 * The phase of an all-pass is a delay that depends on frequency: it moves no impulse where it turns the deepest sound alone.
 * A strip's delay and a tape's flutter move their sound on purpose; of a mono impulse mid/side matrices leave one channel
 * empty.
 */
export const transparent: Readonly<Record<string, PlainValues>> = {
  "twobus.track": { delayMs: 0 },
  "twobus.bus": { delayMs: 0 },
  "twobus.tapeSaturator": { flutterPercent: 0 },
  "twobus.phaseRotator": { frequencyHz: 20 },
  "twobus.bandSplitter": crossoversAside,
  "twobus.midSideEncoder": { output: "mid" },
  "twobus.midSideDecoder": { use: "mid" },
  "twobus.testSignal": { on: false },
  "twobus.multibandCompressor": crossoversAside,
  "twobus.multibandSaturator": { ...crossoversAside, ...oneCurve },
};
