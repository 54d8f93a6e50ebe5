import type { PlainValues } from "@twobus/core";
import type { NodeRunner, Stereo } from "@twobus/core/solo";

/** What a node takes on this machine, alone on one core. */
export interface NodeCost {
  readonly nanosecondsPerFrame: number;
  /** How many of it one core runs in real time. */
  readonly tracksInRealTime: number;
}

const SAMPLE_RATE = 48_000;
const QUANTUM = 128;
const ROUND_QUANTA = 375;
/** Long enough that the engine of WebAssembly has optimised the code. */
const WARM_UP_MS = 200;
const ROUNDS = 12;

/** By the clock `nowMs`, the least of a few rounds of a second of sound each: what the code costs, whatever else the machine does. */
export function timeNode(
  runner: NodeRunner,
  values: PlainValues,
  nowMs: () => number,
  sampleRate: number = SAMPLE_RATE,
): NodeCost {
  const main: Stereo = [strokes(1), strokes(2)];
  const run = runner.loop({ sampleRate, values, inputs: { main } });
  const roundMs = (): number => {
    const start = nowMs();
    run(ROUND_QUANTA);
    return nowMs() - start;
  };
  for (let warmed = 0; warmed < WARM_UP_MS;) warmed += roundMs();
  const least = Math.min(...Array.from({ length: ROUNDS }, roundMs));
  const nanosecondsPerFrame = (1e6 * least) / (ROUND_QUANTA * QUANTUM);
  return { nanosecondsPerFrame, tracksInRealTime: Math.floor(1e9 / (sampleRate * nanosecondsPerFrame)) };
}

/** A second of noise in four strokes that decay from full scale, so that thresholds are crossed both ways. */
function strokes(seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: SAMPLE_RATE }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const left = 1 - (((4 * n) / SAMPLE_RATE) % 1);
    return (left * left * state) / 0x80000000;
  });
}
