import {
  bindKernel,
  counted,
  defaultValues,
  fault,
  kernelValue,
  QUANTUM,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { FRAME_BYTES, instantiateKernels } from "@twobus/dsp";
import { builtInPack } from "@twobus/nodes";
import { indices, SAMPLE_RATE } from "../session/topology.ts";
import { compiled } from "./compiled.ts";
import type { KernelCase } from "./kernel-case.ts";
import { createKernelMemory, overLoop } from "./kernel-memory.ts";
import { DEFAULTS, SETTINGS, type Setting } from "./node-settings.ts";

/** Asked of every node that oversamples by no more than four. */
const ASKED_NANOSECONDS = 150;
const MOST_OVERSAMPLING = 4;
/** Convolution, networks of delays and many bands take what they take. */
const EXEMPT = ["twobus.linearPhaseEq", "twobus.multibandCompressor", "twobus.multibandSaturator", "twobus.reverb"];

/** Every node of the built-in pack; a strip is timed without a chain, each of its kernels apart. */
export const nodeCases: readonly KernelCase[] = builtInPack.nodes.flatMap((definition) =>
  (SETTINGS[definition.type] ?? DEFAULTS).flatMap((setting) =>
    Object.entries(kernelsOf(definition)).map(([part, kernel]) => nodeCase(definition, part, kernel, setting)),
  ),
);

/** By the words for each; a node of one kernel needs none. */
function kernelsOf({ type, kernel }: NodeDefinition): Readonly<Record<string, string>> {
  if (typeof kernel === "string") return { "": kernel };
  if (typeof kernel === "function")
    throw fault("no-kernel", type, "only nodes with kernels in WebAssembly can be timed");
  const { head, tail, summing } = kernel;
  if (summing === undefined) return { head, tail };
  const { channel, whole, sum } = summing;
  return { head, tail, "summing of each channel": channel, "summing of the whole": whole, "summing at 4×": sum };
}

function nodeCase(definition: NodeDefinition, part: string, kernel: string, setting: Setting): KernelCase {
  const { words, study } = setting;
  const values = { ...defaultValues(definition), ...setting.values };
  const isExempt = EXEMPT.includes(definition.type) || Number(values["oversampling"] ?? 1) > MOST_OVERSAMPLING;
  return {
    name: [definition.name, part, words].filter((text) => text !== "").join(", "),
    node: definition.type.replace("twobus.", ""),
    ...(study === undefined ? {} : { study }),
    ...(isExempt ? {} : { askedNanoseconds: ASKED_NANOSECONDS }),
    prepare: () => prepareNode(definition, kernel, values),
  };
}

/** This many bells of the parametric equaliser, all at work. */
export function bellsCase(count: number): KernelCase {
  const definition = builtInPack.nodes.find(({ type }) => type === "twobus.parametricEq")!;
  const bells = indices(count).flatMap((band) => [
    [`band${band + 1}Shape`, "bell"],
    [`band${band + 1}GainDb`, 3],
  ]);
  return nodeCase(definition, "", "parametricEq", {
    words: counted(count, "bell"),
    values: Object.fromEntries(bells) as PlainValues,
  });
}

/** A kernel with steady parameters and nothing at its optional inputs. */
async function prepareNode(
  definition: NodeDefinition,
  name: string,
  values: PlainValues,
): Promise<(frames: number) => void> {
  const place = createKernelMemory();
  const { memory, allocate } = place;
  const module = await compiled(builtInPack.wasm!.url);
  const kernel = bindKernel(await instantiateKernels(module, memory), name);
  const entries = Object.entries(definition.params);
  // Behind a strip's parameters stands which channel of its sum this is: the first
  const parameters = allocate((entries.length + 1) * 16);
  const block = new Float64Array(memory.buffer, parameters, entries.length * 2);
  entries.forEach(([key, parameter], index) =>
    block.fill(kernelValue(parameter, values[key]!), 2 * index, 2 * index + 2),
  );
  const state = allocate(kernel.stateBytes(parameters, SAMPLE_RATE));
  kernel.init(state, parameters, SAMPLE_RATE);
  const meters = allocate((definition.meters?.length ?? 0) * 8);
  // A strip's kernels have one input and one output, whatever the strip itself has.
  const inputCount = typeof definition.kernel === "object" ? 1 : Object.keys(definition.inputs).length;
  const outputCount = Object.keys(definition.outputs).length;
  const ports = allocate((inputCount + outputCount) * 4);
  const table = new Uint32Array(memory.buffer, ports, inputCount + outputCount);
  for (let output = 0; output < outputCount; output++) table[inputCount + output] = allocate(QUANTUM * FRAME_BYTES);
  return overLoop(place, (input) => {
    table[0] = input;
    kernel.process(state, ports, parameters, meters, QUANTUM);
  });
}
