import { exp, sin } from "@twobus/dsp";
import type { PlanarStereo } from "../renderer/contract.ts";

export const LOOP_SAMPLE_RATE = 48000;
export const LOOP_SECONDS = 2.4;
const FRAMES = LOOP_SAMPLE_RATE * LOOP_SECONDS;
/** Quavers at 100 beats per minute. */
const QUAVER_FRAMES = 0.3 * LOOP_SAMPLE_RATE;
const STEPS = FRAMES / QUAVER_FRAMES;
const TURN = 2 * Math.PI;

/** A bar of drums, bass and a chord, and its kick alone: float32, as a file holds them. The same bits on every host. */
export interface TestLoop {
  readonly main: PlanarStereo;
  readonly kick: PlanarStereo;
}

/** About −16 LUFS and 14 dB of peak to loudness, as a mix comes to its stereo bus. */
export function testLoop(): TestLoop {
  const kick = [0, 3, 4].map((step) => hit(step, kickSample));
  const noise = [seeded(1), seeded(2)] as const;
  const side = (random: () => number, panned: 1 | -1): Float64Array =>
    sumOf([
      ...kick,
      ...[2, 6].map((step) => hit(step, snareSample(random))),
      ...Array.from({ length: STEPS }, (_, step) => hit(step, hatSample(random))),
      held(bassSample),
      held(chordSample(panned)),
    ]);
  const kickAlone = asInFile(sumOf(kick));
  return { main: [asInFile(side(noise[0], 1)), asInFile(side(noise[1], -1))], kick: [kickAlone, kickAlone] };
}

/** The value of a sound so many seconds after it began. */
type Sound = (seconds: number) => number;

const kickSample: Sound = (seconds) =>
  0.42 * exp(-9 * seconds) * sin(TURN * (52 * seconds + 2.2 * (1 - exp(-40 * seconds)))) +
  0.1 * exp(-400 * seconds) * sin(TURN * 3000 * seconds);

const snareSample =
  (random: () => number): Sound =>
  (seconds) =>
    0.22 * exp(-18 * seconds) * sin(TURN * 190 * seconds) + 0.24 * exp(-16 * seconds) * (2 * random() - 1);

/** Noise without its lows: each sample against the one before. */
const hatSample = (random: () => number): Sound => {
  let before = 0;
  return (seconds) => {
    const now = 2 * random() - 1;
    const bright = now - before;
    before = now;
    return 0.05 * exp(-45 * seconds) * bright;
  };
};

const bassSample: Sound = (seconds) =>
  [1, 2, 3, 4].reduce((sum, partial) => sum + (0.15 / partial) * sin(TURN * 55 * partial * seconds), 0);

/** A minor seventh, its notes apart between the sides. */
const chordSample =
  (side: 1 | -1): Sound =>
  (seconds) =>
    [220, 261.626, 329.628, 391.995].reduce((sum, hertz, voice) => {
      const level = voice % 2 === 0 ? 1 + 0.5 * side : 1 - 0.5 * side;
      const tone = [1, 2, 3, 5, 8].reduce((all, partial) => all + sin(TURN * hertz * partial * seconds) / partial, 0);
      return sum + 0.022 * level * tone;
    }, 0);

/** A sound that begins at a quaver and rings to the end. */
function hit(step: number, sound: Sound): Float64Array {
  const output = new Float64Array(FRAMES);
  for (let n = step * QUAVER_FRAMES; n < FRAMES; n++) output[n] = sound((n - step * QUAVER_FRAMES) / LOOP_SAMPLE_RATE);
  return output;
}

/** A sound that is there throughout, a little louder at each quaver. */
function held(sound: Sound): Float64Array {
  return Float64Array.from({ length: FRAMES }, (_, n) => {
    const sinceQuaver = (n % QUAVER_FRAMES) / LOOP_SAMPLE_RATE;
    const attack = Math.min(1, sinceQuaver * 200) * exp(-3 * sinceQuaver);
    return (0.5 + 0.5 * attack) * sound(n / LOOP_SAMPLE_RATE);
  });
}

function sumOf(parts: readonly Float64Array[]): Float64Array {
  return parts.reduce((sum, part) => sum.map((value, n) => value + part[n]!));
}

const asInFile = (sound: Float64Array): Float64Array => Float64Array.from(new Float32Array(sound));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
