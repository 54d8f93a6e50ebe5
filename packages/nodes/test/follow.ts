// Whether parts of a signal come out of a node as parts of what the whole becomes.

import { readFile } from "node:fs/promises";
import { defaultValues, kernelValue, type Pack, type PlainValues } from "@twobus/core";
import type { Stereo } from "@twobus/core/laws";
import { Arena, createMemory, FRAME_BYTES, instantiateKernels } from "@twobus/dsp";

const MEMORY_BYTES = 64 * 1024 * 1024;
const QUANTUM = 128;
const CUTS = [128, 128, 7, 64, 1, 128];
const SAMPLE_RATE = 48000;

/** Peak of (what the sum of the parts becomes) − (the sum of what the parts become), in dBFS. Without `…Follow` parts run alone. */
export async function partsAddUp(
  pack: Pack,
  type: string,
  values: PlainValues,
  parts: readonly Stereo[],
): Promise<number> {
  const definition = pack.nodes.find((node) => node.type === type)!;
  const name = definition.kernel as string;
  const memory = createMemory(MEMORY_BYTES, false);
  const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(pack.wasm!.url)), memory);
  const all: PlainValues = { ...defaultValues(definition), ...values };
  const block = Object.entries(definition.params).map(([key, parameter]) => kernelValue(parameter, all[key]!));
  const arena = new Arena();
  const doubles = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  const parameters = arena.allocate(16 * block.length);
  doubles(parameters, 2 * block.length).set(block.flatMap((value) => [value, value]));
  const meters = arena.allocate(256);
  const ports = arena.allocate(64);
  const [whole, output] = [arena.allocate(QUANTUM * FRAME_BYTES), arena.allocate(QUANTUM * FRAME_BYTES)];
  const stateOf = (): number => {
    const state = arena.allocate(kernels[`${name}StateBytes`]!(parameters, SAMPLE_RATE));
    kernels[`${name}Init`]!(state, parameters, SAMPLE_RATE);
    return state;
  };
  const process = (state: number, input: number, frames: number): Float64Array => {
    const others = Object.keys(definition.inputs).slice(1);
    new Uint32Array(memory.buffer, ports, 2 + others.length).set([input, ...others.map(() => 0), output]);
    kernels[`${name}Process`]!(state, ports, parameters, meters, frames);
    return doubles(output, 2 * frames).slice();
  };

  const state = stateOf();
  kernels[`${name}Record`]?.(state);
  const follow = kernels[`${name}Follow`];
  const stems = parts.map((signal) => ({ signal, state: stateOf(), input: arena.allocate(QUANTUM * FRAME_BYTES) }));
  const length = parts[0]![0].length;
  let worst = 0;
  for (let start = 0, turn = 0; start < length; turn++) {
    const frames = Math.min(CUTS[turn % CUTS.length]!, length - start);
    const sum = doubles(whole, 2 * frames).fill(0);
    for (const { signal, input } of stems) {
      const own = doubles(input, 2 * frames);
      own.forEach((_, i) => (own[i] = signal[i % 2]![start + (i >> 1)]!));
      sum.forEach((_, i) => (sum[i]! += own[i]!));
    }
    const rest = process(state, whole, frames);
    for (const stem of stems) {
      if (follow === undefined) process(stem.state, stem.input, frames);
      else follow(stem.state, state, stem.input, output, parameters, frames);
      doubles(output, 2 * frames).forEach((sample, i) => (rest[i]! -= sample));
    }
    worst = rest.reduce((most, sample) => Math.max(most, Math.abs(sample)), worst);
    start += frames;
  }
  return 20 * Math.log10(worst);
}
