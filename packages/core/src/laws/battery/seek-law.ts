import type { Problem } from "../../problem.ts";
import type { Stereo } from "../../solo/node-runner.ts";
import { setting } from "./settings.ts";
import { noise, peakOf, programme, seeded, silence } from "./signals.ts";
import { breach, inputsFor, latencyOf, outputOf, type Law } from "./subject.ts";

const SETTINGS = 4;
/** What has passed: no whole number of anything that a kernel might count. */
const PASSED_FRAMES = 9 * 1024 + 640;
/** What is always played to a node before it is heard; `live/memory-frames.ts` has it for 48 kHz. */
const WARM_UP_FRAMES = 24_000;
const HEARD_FRAMES = 1792;
/** Of what is heard: −100 dB. */
const APART = 1e-5;

/**
 * A slow oscillator, noise, the stretches of a detector: a kernel that has any of it is brought to a place of the mix by `Advance`. Here
 * only silence has passed, so that what a node remembers of its input is not in question.
 */
export const isWhereItWouldBe: Law = {
  name: "is where it would be when it begins in the middle of a mix",
  *broken(subject): Iterable<Problem> {
    if (typeof subject.definition.kernel === "function") return; // begins anew wherever it is begun
    const random = seeded(71);
    const values = [
      subject.transparent,
      ...Array.from({ length: SETTINGS }, () => setting(subject.definition, random)),
    ];
    for (const base of values) {
      const frames = HEARD_FRAMES + latencyOf(subject, base, 48_000);
      const heard = (silentFrames: number, passedFrames: number): Stereo => {
        const inputs = inputsFor(
          subject,
          after(silentFrames, programme(frames, 72)),
          after(silentFrames, noise(frames, 73)),
        );
        const [left, right] = outputOf(subject, { inputs, values: base, passedFrames });
        return [left.subarray(silentFrames), right.subarray(silentFrames)];
      };
      const whole = heard(PASSED_FRAMES + WARM_UP_FRAMES, 0);
      const begun = heard(WARM_UP_FRAMES, PASSED_FRAMES);
      const apart = peakOf([begun[0].map((x, n) => x - whole[0][n]!), begun[1].map((x, n) => x - whole[1][n]!)]);
      if (apart > APART * peakOf(whole)) yield breach(subject, "elsewhere", `begins elsewhere: ${apart} off`, base);
    }
  },
};

function after(frames: number, signal: Stereo): Stereo {
  const whole = silence(frames + signal[0].length);
  signal.forEach((channel, side) => whole[side]!.set(channel, frames));
  return whole;
}
