import { expect, test } from "vitest";
import { kernelsInMemory, noise } from "../test/support.ts";

const { kernels, memory } = await kernelsInMemory();

const INPUT = 1024;
const OUTPUT = 4096;
const STATE = 8192;
const at = (address: number, doubles: number): Float64Array => memory.subarray(address / 8, address / 8 + doubles);

/** Delays stereo frames, cut into quanta of the given lengths in turn. */
function delay(sound: Float64Array, delayFrames: number, quanta: readonly number[]): Float64Array {
  kernels["delayInit"]!(STATE, delayFrames);
  const delayed = new Float64Array(sound.length);
  for (let start = 0, turn = 0; start < sound.length; turn++) {
    const doubles = Math.min(2 * quanta[turn % quanta.length]!, sound.length - start);
    at(INPUT, doubles).set(sound.subarray(start, start + doubles));
    kernels["delayProcess"]!(STATE, INPUT, OUTPUT, doubles / 2);
    delayed.set(at(OUTPUT, doubles), start);
    start += doubles;
  }
  return delayed;
}

const everyLength = Array.from({ length: 128 }, (_, index) => index + 1);
const sound = noise(2 * everyLength.reduce((sum, frames) => sum + frames));

test.each([0, 1, 2, 63, 127, 128, 129, 300])(
  "a delay of %d frames is exact, in quanta of any length",
  (delayFrames) => {
    const expected = new Float64Array(sound.length);
    expected.set(sound.subarray(0, sound.length - 2 * delayFrames), 2 * delayFrames);
    for (const quanta of [[128], everyLength, [1, 128, 7]]) {
      expect(delay(sound, delayFrames, quanta)).toEqual(expected);
    }
  },
);

test("nothing is written beside the output and the state", () => {
  memory.fill(Number.NaN);
  kernels["delayInit"]!(STATE, 5);
  const stateDoubles = kernels["delayStateBytes"]!(5) / 8;
  at(INPUT, 256).set(sound.subarray(0, 256));
  for (let frames = 1; frames <= 128; frames++) {
    kernels["delayProcess"]!(STATE, INPUT, OUTPUT, frames);
    expect(at(OUTPUT, 2 * frames).every(Number.isFinite)).toBe(true);
    at(OUTPUT, 2 * frames).fill(Number.NaN);
    expect(at(INPUT, 256)).toEqual(sound.subarray(0, 256));
  }
  at(INPUT, 256).fill(Number.NaN);
  at(STATE, stateDoubles).fill(Number.NaN);
  expect(memory.every(Number.isNaN)).toBe(true);
});
