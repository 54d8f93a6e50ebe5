// Compressors with a colour of their own, measured without it and with it.

import type { PlainValues } from "@twobus/core";
import type { NodeRunner, Stereo } from "@twobus/core/laws";
import { decibelsOf, outputOf, SAMPLE_RATE, tone } from "./dynamics.ts";

/** −80 dBFS: here the colour of an element is gone. */
const QUIET = 1e-4;

/** The same node for gain traces: what the gain acts on is so quiet that no colour shows, and nothing is oversampled. */
export function colourless(runner: NodeRunner): NodeRunner {
  const scaled = ([left, right]: Stereo, gain: number): Stereo => [
    left.map((x) => x * gain),
    right.map((x) => x * gain),
  ];
  return {
    ...runner,
    run: (options) => {
      const { main, key } = options.inputs;
      const inputs = { main: scaled(main!, QUIET), key: key ?? main! };
      const result = runner.run({ ...options, inputs, values: { ...options.values, oversampling: 1 } });
      return { ...result, outputs: { main: scaled(result.outputs["main"]!, 1 / QUIET) } };
    },
  };
}

/** Amplitudes of a settled tone's first harmonics, from the last 100 ms of the output. */
function harmonics(runner: NodeRunner, values: PlainValues, levelDb: number, hz: number): number[] {
  const signal = tone(hz, [[levelDb, 1]]);
  const tail = outputOf(runner, values, [signal, signal])[0].subarray(-SAMPLE_RATE / 10);
  return Array.from({ length: 10 }, (_, i) => {
    const step = (2 * Math.PI * hz * (i + 1)) / SAMPLE_RATE;
    const real = tail.reduce((sum, sample, n) => sum + sample * Math.cos(step * n), 0);
    const imaginary = tail.reduce((sum, sample, n) => sum + sample * Math.sin(step * n), 0);
    return Math.hypot(real, imaginary);
  });
}

/** Levels of the second and third harmonic of a settled tone, in dB relative to its fundamental. */
export function harmonicsDb(
  runner: NodeRunner,
  values: PlainValues,
  levelDb: number,
  hz = 1000,
): [second: number, third: number] {
  const [first, second, third] = harmonics(runner, values, levelDb, hz);
  return [decibelsOf(second! / first!), decibelsOf(third! / first!)];
}

/** Second to tenth harmonic of a settled tone over its fundamental, as a ratio. */
export function distortionOf(runner: NodeRunner, values: PlainValues, levelDb: number, hz = 1000): number {
  const [first, ...others] = harmonics(runner, values, levelDb, hz);
  return Math.hypot(...others) / first!;
}
