import { createMemory, instantiateKernels } from "@twobus/dsp";
import type { NodeDefinition, PlainValues } from "../../definition/node.ts";
import { kernelValue } from "../../definition/parameters.ts";
import { bindKernel } from "../../engine/bind-kernel.ts";
import { writeParameters } from "../../engine/layout.ts";
import type { Problem } from "../../problem.ts";
import { corner, withStructureOf } from "./settings.ts";
import { hostile, seeded } from "./signals.ts";
import { breach, inputsFor, keyings, type Law, type Subject } from "./subject.ts";

const CORNERS = 8;
/** Where the trial parameters lie. */
const PARAMETERS = 1024;

/**
 * What can be shown of "process allocates nothing": a kernel's module imports no more than its memory, which cannot
 * grow, and has no allocator; what it writes stays in its state and its outputs. Whether a processor in plain
 * TypeScript makes garbage cannot be seen from here.
 */
export const keepsToItsMemory: Law = {
  name: "writes to nothing but its own state, meters and outputs",
  *broken(subject): Iterable<Problem> {
    const random = seeded(31);
    const [main, key] = [hostile(32), hostile(33)];
    for (let index = 0; index < CORNERS; index++) {
      const values = corner(subject.definition, random);
      for (const keyed of keyings(subject)) {
        const inputs = inputsFor(subject, main, keyed ? key : undefined);
        const { trespasses } = subject.runner.run({ inputs, values, cuts: [128, 1, 17] });
        for (const place of trespasses) yield breach(subject, "trespass", `writes to ${place}`, values);
      }
    }
  },
};

export const allocatesNothing: Law = {
  name: "allocates nothing",
  async *broken(subject): AsyncIterable<Problem> {
    const { pack, definition, modules } = subject;
    const module = modules.packs[pack.name];
    if (typeof definition.kernel === "function") return;
    if (module === undefined) {
      yield breach(subject, "no-module", "names a kernel, and its pack has no module");
      return;
    }
    const imports = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`);
    if (imports.join() !== "env.memory")
      yield breach(subject, "imports", `has a module that imports ${imports.join(", ")}; env.memory is all there is`);
    const allocator = WebAssembly.Module.exports(module).find(({ name }) => name.startsWith("__"));
    if (allocator !== undefined)
      yield breach(
        subject,
        "runtime",
        `has a module with a run-time of its own (${allocator.name}); use --runtime stub`,
      );
    yield* movingState(subject);
  },
};

/** The engine hands out memory once, for the values at the start. */
async function* movingState(subject: Subject): AsyncIterable<Problem> {
  const { pack, definition, modules } = subject;
  const memory = createMemory(1 << 16, modules.shared);
  const exports = await instantiateKernels(modules.packs[pack.name]!, memory);
  const random = seeded(34);
  for (const kernel of kernelNames(definition).map((name) => bindKernel(exports, name))) {
    const bytesAt = (values: PlainValues): number => {
      const parameters = Object.entries(definition.params);
      writeParameters(
        memory,
        PARAMETERS,
        parameters.map(([name, parameter]) => kernelValue(parameter, values[name]!)),
      );
      return kernel.stateBytes(PARAMETERS, 48000);
    };
    for (let index = 0; index < CORNERS; index++) {
      const values = corner(definition, random);
      const moved = withStructureOf(definition, corner(definition, random), values);
      if (bytesAt(values) !== bytesAt(moved))
        yield breach(subject, "moving-state", "needs more or less state without a structural change", values);
    }
  }
}

function kernelNames({ kernel }: NodeDefinition): string[] {
  if (typeof kernel === "function") return [];
  if (typeof kernel === "string") return [kernel];
  const { head, tail, summing } = kernel;
  return summing === undefined ? [head, tail] : [summing.channel, summing.whole, summing.sum, head, tail];
}
