import { QUANTUM } from "@twobus/core";
import { dspWasm, FRAME_BYTES, instantiateKernels } from "@twobus/dsp";
import { gainOf, indices, SAMPLE_RATE } from "../session/topology.ts";
import { compiled } from "./compiled.ts";
import type { KernelCase } from "./kernel-case.ts";
import { createKernelMemory, overLoop } from "./kernel-memory.ts";

const BOTH_LANES = 3;

/** This many sections in a row, as a cookbook gives them, without an equaliser around them. */
export function plainBiquads(count: number): KernelCase {
  return {
    name: count === 1 ? "Plain biquad" : `Plain biquads, ${count} in a row`,
    prepare: async () => {
      const place = createKernelMemory();
      const { memory, allocate } = place;
      const kernels = await instantiateKernels(await compiled(dspWasm.url), memory);
      const bytes = (kernels["BIQUAD_BYTES"] as unknown as WebAssembly.Global).value as number;
      const coefficients = allocate(5 * 8);
      const list = allocate(count * 4);
      const output = allocate(QUANTUM * FRAME_BYTES);
      const sections = new Uint32Array(memory.buffer, list, count);
      for (const section of indices(count)) {
        new Float64Array(memory.buffer, coefficients, 5).set(cookbookBell(1000 * (section + 1), 3, 1));
        sections[section] = allocate(bytes);
        kernels["setBiquad"]!(sections[section], coefficients, BOTH_LANES);
        kernels["resetBiquad"]!(sections[section]);
      }
      return overLoop(place, (input) => kernels["runStandingBiquads"]!(list, count, input, output, QUANTUM));
    },
  };
}

/** b0, b1, b2, a1, a2 of a peaking section (R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients). */
function cookbookBell(hz: number, gainDb: number, q: number): number[] {
  const [root, angle] = [gainOf(gainDb / 2), (2 * Math.PI * hz) / SAMPLE_RATE];
  const alpha = Math.sin(angle) / (2 * q);
  const middle = -2 * Math.cos(angle);
  const a0 = 1 + alpha / root;
  return [1 + alpha * root, middle, 1 - alpha * root, middle, 1 - alpha / root].map((value) => value / a0);
}
