import { FRAME_BYTES, type KernelExports } from "@twobus/dsp";
import type { NodeDefinition, PlainValues, SummingKernels } from "../definition/node.ts";
import { bindKernel, type Kernel } from "../engine/bind-kernel.ts";
import { QUANTUM } from "../engine/quantum.ts";
import type { FencedMemory } from "./fenced-memory.ts";

/** What every stage of a node is given. */
export interface StagePlace {
  readonly memory: FencedMemory;
  readonly parameters: number;
  readonly parameterCount: number;
  readonly meters: number;
  readonly sampleRate: number;
  readonly values: PlainValues;
}

/** Connects buffers at these addresses, 0 for an unconnected port. */
export type Stage = (inputs: readonly number[], outputs: readonly number[]) => ConnectedStage;

interface ConnectedStage {
  /** Runs one block over the buffers. */
  run(frames: number): void;
  /** Moves what moves by itself so many frames on. */
  advance(frames: number): void;
}

/** A strip runs its kernels with nothing between them, as if one signal arrived; any other node is one stage. */
export function createStages(definition: NodeDefinition, exports: KernelExports, place: StagePlace): Stage[] {
  const { kernel } = definition;
  if (typeof kernel === "function") return [plainStage(definition, kernel, place)];
  const stage = (name: string): Stage => kernelStage(name, bindKernel(exports, name), place);
  if (typeof kernel === "string") return [stage(kernel)];
  const { head, tail, summing } = kernel;
  const summed = summing?.isActive(place.values) === true ? summingStages(summing, stage, place.memory) : [];
  return [...summed, stage(head), stage(tail)];
}

/** What one channel adds and what the whole does, then the kernel of their sum. */
function summingStages(summing: SummingKernels, stage: (name: string) => Stage, memory: FencedMemory): Stage[] {
  const [channel, whole] = [stage(summing.channel), stage(summing.whole)];
  const beside = memory.allocate("what the whole adds", QUANTUM * FRAME_BYTES);
  const both: Stage = (inputs, outputs) => {
    const one = channel(inputs, outputs);
    const all = whole(inputs, [beside]);
    return {
      run: (frames) => {
        one.run(frames);
        all.run(frames);
        const added = memory.doubles(beside, 2 * frames);
        memory
          .doubles(outputs[0]!, 2 * frames)
          .forEach((sample, index, output) => (output[index] = sample + added[index]!));
      },
      advance: (frames) => {
        one.advance(frames);
        all.advance(frames);
      },
    };
  };
  return [both, stage(summing.sum)];
}

/** What the names of kernels' places in memory begin with. */
export const STATE = "state of";

function kernelStage(name: string, kernel: Kernel, { memory, parameters, meters, sampleRate }: StagePlace): Stage {
  const state = memory.allocate(`${STATE} ${name}`, kernel.stateBytes(parameters, sampleRate));
  const ports = memory.allocate("ports", 64 * 4);
  kernel.init(state, parameters, sampleRate);
  return (inputs, outputs) => {
    memory.words(ports, inputs.length + outputs.length).set([...inputs, ...outputs]);
    return {
      run: (frames) => kernel.process(state, ports, parameters, meters, frames),
      advance: (frames) => kernel.advance?.(state, parameters, frames),
    };
  };
}

type Factory = Extract<NodeDefinition["kernel"], (...given: never) => unknown>;

function plainStage(definition: NodeDefinition, factory: Factory, place: StagePlace): Stage {
  const { memory, parameters, parameterCount, sampleRate, values } = place;
  const processor = factory({ sampleRate, maximumFrames: QUANTUM, values });
  const parameterBlock = memory.doubles(parameters, parameterCount * 2);
  const meters = memory.doubles(place.meters, definition.meters?.length ?? 0);
  return (inputs, outputs) => ({
    run: (frames) =>
      processor.process(
        inputs.map((address) => (address === 0 ? undefined : memory.doubles(address, frames * 2))),
        outputs.map((address) => memory.doubles(address, frames * 2)),
        parameterBlock,
        meters,
        frames,
      ),
    advance: () => {}, // begins anew wherever it is begun
  });
}
