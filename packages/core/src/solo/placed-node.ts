import { FRAME_BYTES, type KernelExports } from "@twobus/dsp";
import { defaultValues, isStrip, type NodeDefinition, type PlainValues } from "../definition/node.ts";
import { kernelValue } from "../definition/parameters.ts";
import { QUANTUM } from "../engine/quantum.ts";
import type { FencedMemory } from "./fenced-memory.ts";
import { createStages } from "./stages.ts";

/** A port and the address of its buffer of one quantum; 0 where nothing is connected. */
export interface PlacedPort {
  readonly name: string;
  readonly address: number;
}

/** A node in a memory of its own, from a fresh state, with all its ports connected. */
export interface PlacedNode {
  readonly inputs: readonly PlacedPort[];
  readonly outputs: readonly PlacedPort[];
  readonly meterNames: readonly string[];
  readonly meters: Float64Array;
  readonly values: PlainValues;
  /** Ramps from where the values stand to these. */
  rampTo(values: PlainValues): void;
  /** Lets frames of the mix pass, from the fresh state, without a sound. */
  advance(frames: number): void;
  /** Runs what stands in the input buffers. */
  process(frames: number): void;
}

export interface NodePlace {
  readonly sampleRate: number;
  readonly values: PlainValues;
  readonly isConnected: (port: string) => boolean;
}

export function placeNode(
  definition: NodeDefinition,
  exports: KernelExports,
  memory: FencedMemory,
  { sampleRate, values, isConnected }: NodePlace,
): PlacedNode {
  const meterNames = definition.meters ?? [];
  const parameters = placeParameters(definition, memory, { ...defaultValues(definition), ...values });
  const metersAddress = memory.allocate("meters", meterNames.length * 8);
  const stages = createStages(definition, exports, {
    memory,
    parameters: parameters.address,
    parameterCount: parameters.count,
    meters: metersAddress,
    sampleRate,
    values: parameters.values,
  });
  const buffer = (name: string): number => memory.allocate(name, QUANTUM * FRAME_BYTES);
  const inputs = inputPorts(definition).map(({ name, optional }) => {
    return { name, address: optional && !isConnected(name) ? 0 : buffer(name) };
  });
  const outputs = Object.keys(definition.outputs).map((name) => ({ name, address: buffer(name) }));
  const between = [buffer("what goes between the stages"), buffer("what goes between the stages in turn")];
  const runs = stages.map((connect, index) =>
    connect(
      index === 0 ? addressesOf(inputs) : [between[(index - 1) % 2]!],
      index === stages.length - 1 ? addressesOf(outputs) : [between[index % 2]!],
    ),
  );
  return {
    inputs,
    outputs,
    meterNames,
    meters: memory.doubles(metersAddress, meterNames.length),
    values: parameters.values,
    rampTo: parameters.rampTo,
    advance: (frames) => runs.forEach(({ advance }) => advance(frames)),
    process: (frames) => runs.forEach(({ run }) => run(frames)),
  };
}

const addressesOf = (ports: readonly PlacedPort[]): number[] => ports.map(({ address }) => address);

/** A strip's head is always given a sum or a source, whether the strip declares it or not. */
function inputPorts(definition: NodeDefinition): { readonly name: string; readonly optional: boolean }[] {
  if (isStrip(definition)) return [{ name: "main", optional: false }];
  return Object.entries(definition.inputs).map(([name, { optional }]) => ({ name, optional }));
}

interface PlacedParameters extends Pick<PlacedNode, "values" | "rampTo"> {
  readonly address: number;
  readonly count: number;
}

function placeParameters(definition: NodeDefinition, memory: FencedMemory, values: PlainValues): PlacedParameters {
  const entries = Object.entries(definition.params);
  // Behind a strip's parameters stands which channel of its sum this is: the first
  const address = memory.allocate("parameters", (entries.length + (isStrip(definition) ? 1 : 0)) * 16);
  const block = memory.doubles(address, entries.length * 2);
  const rampTo = (next: PlainValues): void =>
    entries.forEach(([name, parameter], index) => {
      block[2 * index] = block[2 * index + 1]!;
      block[2 * index + 1] = kernelValue(parameter, next[name]!);
    });
  rampTo(values);
  rampTo(values);
  return { address, count: entries.length, values, rampTo };
}
