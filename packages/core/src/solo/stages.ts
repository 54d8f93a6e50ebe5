import type { KernelExports } from "@twobus/dsp";
import { stripKernelNames, type NodeDefinition, type PlainValues } from "../definition/node.ts";
import { bindKernel, type Kernel } from "../engine/bind-kernel.ts";
import { QUANTUM } from "../engine/layout.ts";
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

/** Runs one block over buffers at these addresses; an address of 0 is an unconnected port. */
export type Stage = (inputs: readonly number[], outputs: readonly number[], frames: number) => void;

/** A strip runs its kernels with nothing between them, as if one signal arrived; any other node is one stage. */
export function createStages(definition: NodeDefinition, exports: KernelExports, place: StagePlace): Stage[] {
  const { kernel } = definition;
  if (typeof kernel === "function") return [plainStage(definition, kernel, place)];
  const names = typeof kernel === "string" ? [kernel] : stripKernelNames(kernel, place.values);
  return names.map((name) => kernelStage(name, bindKernel(exports, name), place));
}

/** What the names of kernels' places in memory begin with. */
export const STATE = "state of";

function kernelStage(name: string, kernel: Kernel, { memory, parameters, meters, sampleRate }: StagePlace): Stage {
  const state = memory.allocate(`${STATE} ${name}`, kernel.stateBytes(parameters, sampleRate));
  const ports = memory.allocate("ports", 64 * 4);
  kernel.init(state, parameters, sampleRate);
  return (inputs, outputs, frames) => {
    memory.words(ports, inputs.length + outputs.length).set([...inputs, ...outputs]);
    kernel.process(state, ports, parameters, meters, frames);
  };
}

type Factory = Extract<NodeDefinition["kernel"], (...given: never) => unknown>;

function plainStage(definition: NodeDefinition, factory: Factory, place: StagePlace): Stage {
  const { memory, parameters, parameterCount, sampleRate, values } = place;
  const processor = factory({ sampleRate, maximumFrames: QUANTUM, values });
  const parameterBlock = memory.doubles(parameters, parameterCount * 2);
  const meters = memory.doubles(place.meters, definition.meters?.length ?? 0);
  return (inputs, outputs, frames) =>
    processor.process(
      inputs.map((address) => (address === 0 ? undefined : memory.doubles(address, frames * 2))),
      outputs.map((address) => memory.doubles(address, frames * 2)),
      parameterBlock,
      meters,
      frames,
    );
}
