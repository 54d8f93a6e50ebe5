import { Arena, createMemory, FRAME_BYTES, instantiateKernels, type KernelExports } from "@twobus/dsp";
import { defaultValues, type NodeDefinition, type PlainValues, type Processor } from "../definition/node.ts";
import { createRegistry, type Pack } from "../definition/pack.ts";
import { kernelValue } from "../definition/parameters.ts";
import { bindKernel, type Kernel } from "../engine/bind-kernel.ts";
import { compileModules, type ReadBytes } from "../engine/modules.ts";

const QUANTUM = 128;

/** A stereo signal in planar form. Both channels have one length. */
export type Stereo = readonly [left: Float64Array, right: Float64Array];

export interface RunOptions {
  readonly sampleRate?: number;
  /** Plain values; what is not named stands at its default. */
  readonly values?: PlainValues;
  /** Signals by port name; ports that are not named are unconnected. All have one length. */
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
    run: (options) => runStages(definition, stagesOf(definition, exports, options), memory, options),
  };
}

/** A strip runs head and tail with nothing between them; any other node is one stage. */
function stagesOf(definition: NodeDefinition, exports: KernelExports, options: RunOptions): Stage[] {
  const { kernel } = definition;
  if (typeof kernel === "string") return [kernelStage(bindKernel(exports, kernel))];
  if (typeof kernel === "object")
    return [kernel.head, kernel.tail].map((name) => kernelStage(bindKernel(exports, name)));
  const values = valuesOf(definition, options);
  return [plainStage(definition, kernel({ sampleRate: rateOf(options), maximumFrames: QUANTUM, values }))];
}

const RUNNER_BYTES = 64 * 1024 * 1024;

const rateOf = (options: RunOptions): number => options.sampleRate ?? 48000;
const valuesOf = (definition: NodeDefinition, options: RunOptions): PlainValues => ({
  ...defaultValues(definition),
  ...options.values,
});

/** What a stage is given: addresses in the runner's memory. */
interface StageMemory {
  readonly memory: WebAssembly.Memory;
  readonly arena: Arena;
  readonly parameters: number;
  readonly parameterCount: number;
  readonly meters: number;
  readonly sampleRate: number;
}

type StageProcess = (inputs: readonly number[], outputs: readonly number[], frames: number) => void;
type Stage = (place: StageMemory) => StageProcess;

function kernelStage(kernel: Kernel): Stage {
  return ({ memory, arena, parameters, meters, sampleRate }) => {
    const bytes = kernel.stateBytes(parameters, sampleRate);
    const state = arena.allocate(bytes);
    const ports = arena.allocate(64 * 4);
    if (arena.size > RUNNER_BYTES) throw new RangeError(`the kernel asks for ${bytes} bytes of state`);
    new Uint8Array(memory.buffer, state, bytes).fill(0);
    kernel.init(state, parameters, sampleRate);
    return (inputs, outputs, frames) => {
      new Uint32Array(memory.buffer, ports, inputs.length + outputs.length).set([...inputs, ...outputs]);
      kernel.process(state, ports, parameters, meters, frames);
    };
  };
}

function plainStage(definition: NodeDefinition, processor: Processor): Stage {
  return ({ memory, parameters, parameterCount, meters }) => {
    const view = (address: number, frames: number): Float64Array =>
      new Float64Array(memory.buffer, address, frames * 2);
    return (inputs, outputs, frames) =>
      processor.process(
        inputs.map((address) => (address === 0 ? undefined : view(address, frames))),
        outputs.map((address) => view(address, frames)),
        new Float64Array(memory.buffer, parameters, parameterCount * 2),
        new Float64Array(memory.buffer, meters, definition.meters?.length ?? 0),
        frames,
      );
  };
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
  memory: WebAssembly.Memory,
  options: RunOptions,
): RunResult {
  const arena = new Arena();
  const entries = Object.entries(definition.params);
  const parameters = arena.allocate(entries.length * 16);
  const meterNames = definition.meters ?? [];
  const meters = arena.allocate(meterNames.length * 8);
  const inputNames = Object.keys(definition.inputs);
  const outputNames = Object.keys(definition.outputs);
  const buffers = new Map<string, number>();
  for (const name of [...inputNames, ...outputNames.map((output) => `>${output}`), "between"]) {
    buffers.set(name, arena.allocate(QUANTUM * FRAME_BYTES));
  }
  const writeValues = (values: PlainValues, which: "both" | "end"): void => {
    const block = new Float64Array(memory.buffer, parameters, entries.length * 2);
    entries.forEach(([name, parameter], index) => {
      const value = kernelValue(parameter, values[name]!);
      block[2 * index] = which === "both" ? value : block[2 * index + 1]!;
      block[2 * index + 1] = value;
    });
  };
  let values = valuesOf(definition, options);
  writeValues(values, "both");
  const place = { memory, arena, parameters, parameterCount: entries.length, meters, sampleRate: rateOf(options) };
  const processes = stages.map((stage) => stage(place));

  const length = Object.values(options.inputs)[0]?.[0].length ?? 0;
  const blocks = blocksOf(length, options.cuts ?? [QUANTUM]);
  const outputs = Object.fromEntries(
    outputNames.map((name) => [name, [new Float64Array(length), new Float64Array(length)] as const]),
  );
  const meterTraces = Object.fromEntries(meterNames.map((name) => [name, new Float64Array(blocks.length)]));
  for (const [quantum, { start, frames }] of blocks.entries()) {
    if (options.automate !== undefined) {
      values = { ...values, ...options.automate(quantum) };
      writeValues(values, "end");
    }
    const inputAddresses = inputNames.map((name) => {
      const signal = options.inputs[name];
      if (signal === undefined) return 0;
      const address = buffers.get(name)!;
      const block = new Float64Array(memory.buffer, address, frames * 2);
      for (let i = 0; i < frames; i++) {
        block[2 * i] = signal[0][start + i]!;
        block[2 * i + 1] = signal[1][start + i]!;
      }
      return address;
    });
    const outputAddresses = outputNames.map((name) => buffers.get(`>${name}`)!);
    if (processes.length === 1) processes[0]!(inputAddresses, outputAddresses, frames);
    else {
      const between = [buffers.get("between")!];
      processes[0]!(inputAddresses, between, frames);
      processes[1]!(between, outputAddresses, frames);
    }
    for (const name of outputNames) {
      const block = new Float64Array(memory.buffer, buffers.get(`>${name}`)!, frames * 2);
      const [left, right] = outputs[name]!;
      for (let i = 0; i < frames; i++) {
        left[start + i] = block[2 * i]!;
        right[start + i] = block[2 * i + 1]!;
      }
    }
    const meterBlock = new Float64Array(memory.buffer, meters, meterNames.length);
    meterNames.forEach((name, index) => (meterTraces[name]![quantum] = meterBlock[index]!));
  }
  return { outputs, meters: meterTraces };
}
