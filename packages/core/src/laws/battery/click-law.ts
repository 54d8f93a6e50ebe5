import { exp, log, sin } from "@twobus/dsp";
import type { PlainValues } from "../../definition/node.ts";
import type { NumberParameter } from "../../definition/parameters.ts";
import { QUANTUM } from "../../engine/quantum.ts";
import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { equivalentStep } from "./equivalent-step.ts";
import { setting } from "./settings.ts";
import { peakOf, seeded } from "./signals.ts";
import { breach, inputsFor, latencyOf, outputOf, type Law } from "./subject.ts";

const SAMPLE_RATE = 48000;
const PI = 3.141592653589793;
/** −80 dBFS. */
const LOUDEST_CLICK = 1e-4;
/** Far below where clicks are measured, at −18 dBFS; the key is as high as it is steady for detectors. */
const [MAIN_HZ, KEY_HZ] = [41, 1993];
const [MAIN_LEVEL, KEY_LEVEL] = [0.126, 0.25];
/** How long a parameter takes from one end of its range to the other. */
const WAY_FRAMES = 4800;
const REST_FRAMES = 32 * QUANTUM;
const HOLD_FRAMES = 8 * QUANTUM;
const FADE_FRAMES = 2400;
/** The reach of the filter that clicks are measured with, and something to spare. */
const MARGIN_FRAMES = 2 * QUANTUM;
/** The finest control that what is heard is compared with. */
const FINE_FRAMES = 16;
const SETTINGS = 2;

/**
 * Zipper noise is what steps or corners at the quanta add to a movement. A click counts where it is there and where it is
 * another one, or elsewhere, when control is eight times as fine: what a gate does as it opens, or a limiter at once, is
 * its own doing, and the same with any control.
 */
export const movesWithoutClicks: Law = {
  name: "moves without clicks: each parameter over its whole range and back, 0.1 s each",
  *broken(subject): Iterable<Problem> {
    const { definition, transparent } = subject;
    const random = seeded(61);
    const bases = [transparent, ...Array.from({ length: SETTINGS }, () => setting(definition, random))];
    const rest = REST_FRAMES + Math.max(...bases.map((base) => latencyOf(subject, base, SAMPLE_RATE)));
    const frames = rest + 2 * WAY_FRAMES + 2 * HOLD_FRAMES + MARGIN_FRAMES;
    const inputs = inputsFor(subject, tone(MAIN_HZ, MAIN_LEVEL, frames), tone(KEY_HZ, KEY_LEVEL, frames));
    for (const base of bases) {
      for (const [name, parameter] of Object.entries(definition.params)) {
        if (parameter.kind !== "number" || parameter.structural === true) continue;
        const start = rest + QUANTUM / 2 - (rest % QUANTUM);
        const moved = (blockFrames: number): Stereo => {
          const automate = (block: number): PlainValues => ({
            [name]: valueAt(parameter, wayAt((block + 1) * blockFrames - start)),
          });
          return outputOf(subject, { inputs, values: base, automate, cuts: [blockFrames] });
        };
        const worst = (signal: Stereo): number =>
          Math.max(...signal.map((channel) => equivalentStep(channel, rest, frames - QUANTUM, LOUDEST_CLICK)));
        const coarse = moved(QUANTUM);
        const limit = LOUDEST_CLICK * Math.max(1, peakOf(coarse, rest) / MAIN_LEVEL);
        if (worst(coarse) <= limit) continue;
        const click = worst(difference(coarse, moved(FINE_FRAMES)));
        if (click <= limit) continue;
        const still = [parameter.min, parameter.max].map((value) =>
          outputOf(subject, { inputs, values: { ...base, [name]: value } }),
        );
        if (click > 2 * Math.max(...still.map(worst)))
          yield breach(subject, "click", `moving ${name} clicks by ${click}, more than ${limit},`, base);
      }
    }
  },
};

function tone(hz: number, level: number, frames: number): Stereo {
  const channel = (turn: number): Float64Array =>
    Float64Array.from(
      { length: frames },
      (_, n) => level * smooth(Math.min(1, n / FADE_FRAMES)) * sin((2 * PI * hz * n) / SAMPLE_RATE + turn),
    );
  return [channel(0), channel(1)];
}

/** There and back, each along 3t² − 2t³, so that the way itself has no corner. */
function wayAt(frame: number): number {
  const there = Math.min(1, Math.max(0, frame / WAY_FRAMES));
  const back = Math.min(1, Math.max(0, (frame - WAY_FRAMES - HOLD_FRAMES) / WAY_FRAMES));
  return smooth(there - back);
}

const smooth = (way: number): number => way * way * (3 - 2 * way);

/** Spread as a knob spreads the range. */
function valueAt({ min, max, scale }: NumberParameter, way: number): number {
  const value = scale === "logarithmic" && min > 0 ? min * exp(way * log(max / min)) : min + way * (max - min);
  return Math.min(max, Math.max(min, value));
}

const difference = (a: Stereo, b: Stereo): Stereo => [
  a[0].map((x, n) => x - b[0][n]!),
  a[1].map((x, n) => x - b[1][n]!),
];
