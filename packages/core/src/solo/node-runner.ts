import { createMemory, FRAME_BYTES, instantiateKernels } from "@twobus/dsp";
import { defaultValues, isStrip, type NodeDefinition, type PlainValues } from "../definition/node.ts";
import { createRegistry, type Pack } from "../definition/pack.ts";
import { kernelValue } from "../definition/parameters.ts";
import { QUANTUM } from "../engine/layout.ts";
import { compileModules, type ReadBytes } from "../engine/modules.ts";
import { FencedMemory } from "./fenced-memory.ts";
import { createStages, STATE, type Stage } from "./stages.ts";

/** A stereo signal in planar form. Both channels have one length. */
export type Stereo = readonly [left: Float64Array, right: Float64Array];

export interface RunOptions {
  readonly sampleRate?: number;
  /** Plain values; what is not named stands at its default. */
  readonly values?: PlainValues;
  /** Signals by port name; ports that are not named are unconnected, and silent where one is required. */
  readonly inputs: Readonly<Record<string, Stereo>>;
  /** Values per quantum, for automation: given the quantum's index, returns what changes by its end. */
  readonly automate?: (quantum: number) => PlainValues;
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
  return {
    run: (options) => {
      const fenced = new FencedMemory(memory);
      const parameters = placeParameters(definition, fenced, options);
      const stages = createStages(definition, exports, {
        memory: fenced,
        parameters: parameters.address,
        parameterCount: parameters.count,
        meters: parameters.meters,
        sampleRate: options.sampleRate ?? 48000,
        values: parameters.values,
      });
      return runStages(definition, stages, fenced, parameters, options);
    },
  };
}

const RUNNER_BYTES = 64 * 1024 * 1024;

interface PlacedParameters {
  readonly address: number;
  readonly count: number;
  readonly meters: number;
  readonly values: PlainValues;
  /** Ramps from where the values stand to these. */
  rampTo(values: PlainValues): void;
}

function placeParameters(definition: NodeDefinition, memory: FencedMemory, options: RunOptions): PlacedParameters {
  const entries = Object.entries(definition.params);
  // Behind a strip's parameters stands which channel of its sum this is: the first
  const address = memory.allocate("parameters", (entries.length + (isStrip(definition) ? 1 : 0)) * 16);
  const meters = memory.allocate("meters", (definition.meters?.length ?? 0) * 8);
  const block = memory.doubles(address, entries.length * 2);
  const rampTo = (values: PlainValues): void =>
    entries.forEach(([name, parameter], index) => {
      block[2 * index] = block[2 * index + 1]!;
      block[2 * index + 1] = kernelValue(parameter, values[name]!);
    });
  const values: PlainValues = { ...defaultValues(definition), ...options.values };
  rampTo(values);
  rampTo(values);
  return { address, count: entries.length, meters, values, rampTo };
}

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

function runStages(
  definition: NodeDefinition,
  stages: readonly Stage[],
  memory: FencedMemory,
  parameters: PlacedParameters,
  options: RunOptions,
): RunResult {
  const length = Object.values(options.inputs)[0]?.[0].length ?? 0;
  const blocks = blocksOf(length, options.cuts ?? [QUANTUM]);
  const buffer = (name: string): number => memory.allocate(name, QUANTUM * FRAME_BYTES);
  const inputs = inputPorts(definition).map(({ name, optional }) => {
    const signal = options.inputs[name];
    return { name, signal, address: signal === undefined && optional ? 0 : buffer(name) };
  });
  const outputs = Object.keys(definition.outputs).map((name) => {
    const signal: Stereo = [new Float64Array(length), new Float64Array(length)];
    return { name, signal, address: buffer(name) };
  });
  const between = [buffer("what goes between the stages"), buffer("what goes between the stages in turn")];
  const inputAddresses = inputs.map(({ address }) => address);
  const outputAddresses = outputs.map(({ address }) => address);
  const meterNames = definition.meters ?? [];
  const meters = Object.fromEntries(meterNames.map((name) => [name, new Float64Array(blocks.length)]));
  const meterBlock = memory.doubles(parameters.meters, meterNames.length);

  const trespasses = new Set<string>();
  let { values } = parameters;
  for (const [quantum, { start, frames }] of blocks.entries()) {
    if (options.automate !== undefined) {
      values = { ...values, ...options.automate(quantum) };
      parameters.rampTo(values);
    }
    for (const { signal, address } of inputs) {
      if (signal !== undefined) write(signal, start, memory.doubles(address, frames * 2));
    }
    stages.forEach((stage, index) =>
      stage(
        index === 0 ? inputAddresses : [between[(index - 1) % 2]!],
        index === stages.length - 1 ? outputAddresses : [between[index % 2]!],
        frames,
      ),
    );
    for (const { name, signal, address } of inputs) {
      if (signal !== undefined && !holds(signal, start, memory.doubles(address, frames * 2)))
        trespasses.add(`its input ${name}`);
    }
    for (const { signal, address } of outputs) read(signal, start, memory.doubles(address, frames * 2));
    meterNames.forEach((name, index) => (meters[name]![quantum] = meterBlock[index]!));
  }
  for (const name of memory.overrun()) trespasses.add(`what lies behind its ${name}`);
  return {
    outputs: Object.fromEntries(outputs.map(({ name, signal }) => [name, signal])),
    meters,
    memory: () => memory.copyOf(STATE),
    trespasses: [...trespasses],
  };
}

/** A strip's head is always given a sum or a source, whether the strip declares it or not. */
function inputPorts(definition: NodeDefinition): { readonly name: string; readonly optional: boolean }[] {
  if (isStrip(definition)) return [{ name: "main", optional: false }];
  return Object.entries(definition.inputs).map(([name, { optional }]) => ({ name, optional }));
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
