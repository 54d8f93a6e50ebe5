import { expect, test } from "vitest";
import { kernelsInMemory, noise, randomNumbers, sameBits } from "../test/support.ts";

const { kernels, memory } = await kernelsInMemory();

const MAXIMUM_INPUTS = 12;
const OUTPUT = 1024;
const TABLE = 8192;
const INPUTS = 16384;
const INPUT_BYTES = 128 * 16;
const at = (address: number, doubles: number): Float64Array => memory.subarray(address / 8, address / 8 + doubles);

interface Input {
  readonly frames: Float64Array;
  /** Left and right, at the start and at the end of the quantum. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Writes inputs and table, mixes, and checks that nothing but the output has changed. */
function mix(inputs: readonly Input[], frames: number): Float64Array {
  memory.fill(Number.NaN); // whatever is read beyond its end shows in the sum
  const pointers = new Uint32Array(memory.buffer);
  inputs.forEach((input, index) => {
    const address = INPUTS + index * INPUT_BYTES;
    at(address, 2 * frames).set(input.frames.subarray(0, 2 * frames));
    const entry = TABLE + index * 48;
    pointers[entry / 4] = address;
    at(entry + 16, 4).set([...input.from, ...input.to]);
  });
  const expectedAfter = memory.slice();
  kernels["mix"]!(OUTPUT, TABLE, inputs.length, frames);
  const sum = at(OUTPUT, 2 * frames).slice();
  expectedAfter.set(sum, OUTPUT / 8);
  expect(sameBits(memory, expectedAfter)).toBe(true);
  return sum;
}

/** One input after the other, one frame after the other. */
function plainSum(inputs: readonly Input[], frames: number): Float64Array {
  const sum = new Float64Array(2 * frames);
  inputs.forEach((input, index) => {
    for (const side of [0, 1] as const) {
      let gain = input.from[side];
      const step = (input.to[side] - gain) * (1 / frames);
      for (let i = side; i < 2 * frames; i += 2) {
        gain += step;
        const weighed = input.frames[i]! * gain;
        sum[i] = index === 0 ? weighed : sum[i]! + weighed;
      }
    }
  });
  return sum;
}

const random = randomNumbers(3);
const signals = Array.from({ length: MAXIMUM_INPUTS }, (_, seed) => noise(256, seed));
const steady = (frames: Float64Array): Input => {
  const gains = [random(), random()] as const;
  return { frames, from: gains, to: gains };
};
const ramping = (frames: Float64Array): Input => ({
  frames,
  from: [random(), random()],
  to: [random(), random()],
});

test.each([
  ["steady gains", steady],
  ["ramping gains", ramping],
  ["some of each", (frames: Float64Array) => (random() > -0.6 ? steady(frames) : ramping(frames))],
])("%s: the sum of 0 to 12 inputs of 1 to 128 frames is that of a plain loop, bit for bit", (_, input) => {
  for (let count = 0; count <= MAXIMUM_INPUTS; count++) {
    const inputs = signals.slice(0, count).map(input);
    for (let frames = 1; frames <= 128; frames++) {
      expect(sameBits(mix(inputs, frames), plainSum(inputs, frames))).toBe(true);
    }
  }
});

test("unity gain passes every bit of one input", () => {
  const [frames] = signals;
  const sum = mix([{ frames: frames!, from: [1, 1], to: [1, 1] }], 128);
  expect(sum).toEqual(frames);
});

test("a ramp arrives at its end with the last frame", () => {
  const ones = new Float64Array(256).fill(1);
  const sum = mix([{ frames: ones, from: [0, 1], to: [1, 0] }], 128);
  expect([...sum.subarray(0, 2)]).toEqual([1 / 128, 127 / 128]);
  expect([...sum.subarray(254)]).toEqual([1, 0]);
});
