import { createMemory, FRAME_BYTES, instantiateKernels } from "@twobus/dsp";
import type { PlainValues } from "../definition/node.ts";
import { createRegistry, type Pack } from "../definition/pack.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { compileModules, type ReadBytes } from "../engine/modules.ts";
import { FencedMemory } from "./fenced-memory.ts";
import { placeNode, type PlacedNode } from "./placed-node.ts";
import { STATE } from "./stages.ts";

/** A stereo signal in planar form. Both channels have one length. */
export type Stereo = readonly [left: Float64Array, right: Float64Array];

interface Setting {
  readonly sampleRate?: number;
  /** Plain values; what is not named stands at its default. */
  readonly values?: PlainValues;
  /** Signals by port name; ports that are not named are unconnected, and silent where one is required. */
  readonly inputs: Readonly<Record<string, Stereo>>;
}

export interface RunOptions extends Setting {
  /** Values per quantum, for automation: given the quantum's index, returns what changes by its end. */
  readonly automate?: (quantum: number) => PlainValues;
  /** How many frames of a mix have passed before the first. */
  readonly passedFrames?: number;
  /** Lengths of the blocks, 1 to 128 frames, in turn and over again. What is heard must not depend on them. */
  readonly cuts?: readonly number[];
}

export interface RunResult {
  readonly outputs: Readonly<Record<string, Stereo>>;
  /** One value per quantum for each meter. */
  readonly meters: Readonly<Record<string, Float64Array>>;
  /**
   * A copy of what its kernels remember at the end, word by word as doubles, though some words are none. To be taken
   * before the next run. Empty for a processor in plain TypeScript.
   */
  readonly memory: () => Float64Array;
  /** Memory that the processor wrote to and should not have; empty for a good one. */
  readonly trespasses: readonly string[];
}

/** Runs one node alone on whole signals: for behaviour checks, laws and fingerprint cards. */
export interface NodeRunner {
  run(options: RunOptions): RunResult;
  /**
   * Gives what runs so many quanta of the node and nothing else, hearing the signals over and over: for whoever times it.
   * Good until the next call of `run` or `loop`.
   */
  loop(setting: Setting): (quanta: number) => void;
}

/** Prepares `type` of `pack`. Every call of `run` starts from a fresh state. */
export async function createNodeRunner(pack: Pack, type: string, readBytes: ReadBytes): Promise<NodeRunner> {
  const registry = createRegistry([pack]);
  const definition = registry.definition(type);
  if (definition === undefined) throw new RangeError(`pack ${pack.name} has no node ${type}`);
  const memory = createMemory(RUNNER_BYTES, false);
  const modules = await compileModules(registry, readBytes, false);
  const module = modules.packs[pack.name];
  const exports = module === undefined ? {} : await instantiateKernels(module, memory);
  const place = (fenced: FencedMemory, { inputs, sampleRate = 48000, values = {} }: Setting): PlacedNode =>
    placeNode(definition, exports, fenced, { sampleRate, values, isConnected: (port) => inputs[port] !== undefined });
  return {
    run: (options) => {
      const fenced = new FencedMemory(memory);
      return runBlocks(place(fenced, options), fenced, options);
    },
    loop: (setting) => {
      const fenced = new FencedMemory(memory);
      return loopOver(place(fenced, setting), fenced, setting);
    },
  };
}

const RUNNER_BYTES = 64 * 1024 * 1024;

/** Where each block begins and how long it is. */
function blocksOf(length: number, cuts: readonly number[]): { start: number; frames: number }[] {
  const blocks: { start: number; frames: number }[] = [];
  for (let start = 0; start < length;) {
    const frames = Math.min(cuts[blocks.length % cuts.length]!, length - start);
    blocks.push({ start, frames });
    start += frames;
  }
  return blocks;
}

function runBlocks(node: PlacedNode, memory: FencedMemory, options: RunOptions): RunResult {
  const length = Object.values(options.inputs)[0]?.[0].length ?? 0;
  if (options.passedFrames !== undefined) node.advance(options.passedFrames);
  const blocks = blocksOf(length, options.cuts ?? [QUANTUM]);
  const inputs = node.inputs.map((port) => ({ ...port, signal: options.inputs[port.name] }));
  const outputs = node.outputs.map((port) => {
    const signal: Stereo = [new Float64Array(length), new Float64Array(length)];
    return { ...port, signal };
  });
  const meters = Object.fromEntries(node.meterNames.map((name) => [name, new Float64Array(blocks.length)]));

  const trespasses = new Set<string>();
  let { values } = node;
  for (const [quantum, { start, frames }] of blocks.entries()) {
    if (options.automate !== undefined) {
      values = { ...values, ...options.automate(quantum) };
      node.rampTo(values);
    }
    for (const { signal, address } of inputs) {
      if (signal !== undefined) write(signal, start, memory.doubles(address, frames * 2));
    }
    node.process(frames);
    for (const { name, signal, address } of inputs) {
      if (signal !== undefined && !holds(signal, start, memory.doubles(address, frames * 2)))
        trespasses.add(`its input ${name}`);
    }
    for (const { signal, address } of outputs) read(signal, start, memory.doubles(address, frames * 2));
    node.meterNames.forEach((name, index) => (meters[name]![quantum] = node.meters[index]!));
  }
  for (const name of memory.overrun()) trespasses.add(`what lies behind its ${name}`);
  return {
    outputs: Object.fromEntries(outputs.map(({ name, signal }) => [name, signal])),
    meters,
    memory: () => memory.copyOf(STATE),
    trespasses: [...trespasses],
  };
}

/** Signals stand in memory as a whole, and are copied into the ports quantum by quantum. */
function loopOver(node: PlacedNode, memory: FencedMemory, { inputs }: Setting): (quanta: number) => void {
  const all = new Uint8Array(memory.memory.buffer);
  const quantumBytes = QUANTUM * FRAME_BYTES;
  const loops = node.inputs.flatMap(({ name, address }) => {
    const signal = inputs[name];
    if (signal === undefined) return [];
    const quanta = Math.floor(signal[0].length / QUANTUM);
    const start = memory.allocate(`the signal of ${name}`, quanta * quantumBytes);
    write(signal, 0, memory.doubles(start, 2 * quanta * QUANTUM));
    return [{ address, start, quanta }];
  });
  let quantum = 0;
  return (count) => {
    for (const end = quantum + count; quantum < end; quantum++) {
      for (const { address, start, quanta } of loops) {
        const from = start + (quantum % quanta) * quantumBytes;
        all.copyWithin(address, from, from + quantumBytes);
      }
      node.process(QUANTUM);
    }
  };
}

function write([left, right]: Stereo, start: number, block: Float64Array): void {
  for (let i = 0, at = start; i < block.length; i += 2, at++) {
    block[i] = left[at]!;
    block[i + 1] = right[at]!;
  }
}

function read([left, right]: Stereo, start: number, block: Float64Array): void {
  for (let i = 0, at = start; i < block.length; i += 2, at++) {
    left[at] = block[i]!;
    right[at] = block[i + 1]!;
  }
}

function holds([left, right]: Stereo, start: number, block: Float64Array): boolean {
  for (let i = 0, at = start; i < block.length; i += 2, at++) {
    if (block[i] !== left[at] || block[i + 1] !== right[at]) return false;
  }
  return true;
}
