import { expect, test } from "vitest";
import { kernelsInMemory, noise } from "../test/support.ts";

const { kernels, memory } = await kernelsInMemory();

const LEFT = 1024;
const RIGHT = 4096;
const STEREO = 8192;
const at = (address: number, doubles: number): Float64Array => memory.subarray(address / 8, address / 8 + doubles);

const left = noise(128, 1);
const right = noise(128, 2);
const stereo = Float64Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? left : right)[i >> 1]!);
const everyLength = Array.from({ length: 128 }, (_, index) => index + 1);

/** Fills memory with NaN, lets `work` fill and read its buffers, and expects nothing but NaN elsewhere. */
function withCanaries(buffers: readonly Float64Array[], work: () => void): void {
  memory.fill(Number.NaN);
  work();
  for (const buffer of buffers) {
    expect(buffer.every(Number.isFinite)).toBe(true);
    buffer.fill(Number.NaN);
  }
  expect(memory.every(Number.isNaN)).toBe(true);
}

test("planar channels become stereo frames, 1 to 128 of them", () => {
  for (const frames of everyLength) {
    const [l, r, both] = [at(LEFT, frames), at(RIGHT, frames), at(STEREO, 2 * frames)];
    withCanaries([l, r, both], () => {
      l.set(left.subarray(0, frames));
      r.set(right.subarray(0, frames));
      kernels["interleave"]!(LEFT, RIGHT, STEREO, frames);
      expect(both).toEqual(stereo.subarray(0, 2 * frames));
    });
  }
});

test("stereo frames become planar channels, 1 to 128 of them", () => {
  for (const frames of everyLength) {
    const [l, r, both] = [at(LEFT, frames), at(RIGHT, frames), at(STEREO, 2 * frames)];
    withCanaries([l, r, both], () => {
      both.set(stereo.subarray(0, 2 * frames));
      kernels["deinterleave"]!(STEREO, LEFT, RIGHT, frames);
      expect(l).toEqual(left.subarray(0, frames));
      expect(r).toEqual(right.subarray(0, frames));
    });
  }
});

test("finite means finite: the loudest, the smallest and zero pass, whatever lies beside the buffer", () => {
  for (const frames of everyLength) {
    memory.fill(Number.NaN);
    const buffer = at(STEREO, 2 * frames);
    for (const value of [0, -0, 5e-324, -1e-310, Number.MAX_VALUE, -Number.MAX_VALUE]) {
      buffer.fill(value);
      expect(kernels["isFiniteBuffer"]!(STEREO, frames)).toBe(1);
    }
  }
});

test("one damaged sample anywhere is found", () => {
  const buffer = at(STEREO, 256);
  buffer.set(stereo);
  for (let place = 0; place < 256; place++) {
    for (const damage of [Number.NaN, Infinity, -Infinity]) {
      buffer[place] = damage;
      expect(kernels["isFiniteBuffer"]!(STEREO, 128)).toBe(0);
    }
    buffer[place] = stereo[place]!;
  }
  expect(kernels["isFiniteBuffer"]!(STEREO, 128)).toBe(1);
});
