// Values that no node takes: every parameter of every node refuses them, with its address and the legal range.

import {
  createRegistry,
  defaultValues,
  emptyMix,
  validateMix,
  type MixDocument,
  type NodeDefinition,
  type NodeRecord,
  type Parameter,
  type Problem,
} from "@twobus/core";
import { expect, test } from "vitest";
import { builtInPack } from "./index.ts";

const registry = createRegistry([builtInPack]);

/** What is said of a node that has these values beside its defaults. */
function problemsWith(definition: NodeDefinition, values: Readonly<Record<string, unknown>>): readonly Problem[] {
  return validateMix(mixWith(definition, { ...defaultValues(definition), ...values }), registry).problems;
}

function mixWith({ type, version }: NodeDefinition, values: Readonly<Record<string, unknown>>): MixDocument {
  const mix = emptyMix("Bad input", 48000);
  mix.graphs["mix"]!.nodes["node"] = { type, version, params: values as NodeRecord["params"] };
  return mix;
}

/** Too low, too high, no number, of another type. */
function illegalValues(parameter: Parameter): readonly unknown[] {
  switch (parameter.kind) {
    case "number": {
      const { min, max } = parameter;
      const step = 1e-9 * Math.max(1, Math.abs(min), Math.abs(max));
      return [min - step, max + step, Number.NaN, Infinity, -Infinity, `${min}`, true, null];
    }
    case "choice":
      return ["none of these", Number.NaN, 0.123, true, null];
    case "toggle":
      return ["true", 1, 0, Number.NaN, null];
  }
}

function legalRange(parameter: Parameter): string {
  switch (parameter.kind) {
    case "number":
      return `must be a number from ${parameter.min} to ${parameter.max}, not `;
    case "choice":
      return `must be one of ${parameter.options.join(", ")}, not `;
    case "toggle":
      return "must be true or false, not ";
  }
}

test.each(builtInPack.nodes.map((definition) => [definition.type, definition] as const))(
  "%s refuses illegal values with address and legal range, and takes both ends of every range",
  (_type, definition) => {
    for (const [name, parameter] of Object.entries(definition.params)) {
      for (const value of illegalValues(parameter)) {
        const problems = problemsWith(definition, { [name]: value });
        expect(problems, `${name} ${String(value)}`).toMatchObject([{ code: "illegal-value", at: `mix/node.${name}` }]);
        expect(problems[0]!.message).toContain(legalRange(parameter));
      }
      const legal = parameter.kind === "number" ? [parameter.min, parameter.max] : [parameter.default];
      for (const value of legal) expect(problemsWith(definition, { [name]: value })).toEqual([]);
    }
  },
);

test.each(builtInPack.nodes.map((definition) => [definition.type, definition] as const))(
  "%s refuses a parameter that it does not have, and says which it has",
  (_type, definition) => {
    for (const name of ["moonDb", "toString"]) {
      const problems = problemsWith(definition, { [name]: 0 });
      expect(problems).toMatchObject([{ code: "unknown-parameter", at: `mix/node.${name}` }]);
      expect(problems[0]!.message).toContain(`there are ${Object.keys(definition.params)[0] ?? ""}`);
    }
  },
);

// What may not move while a processor runs is changed between two voices, which hand over: no choice is ever heard to switch
test.each(builtInPack.nodes.map((definition) => [definition.type, definition] as const))(
  "%s refuses automation of choices, switches and what is fixed while playing, and beyond the range",
  (_type, definition) => {
    for (const [name, parameter] of Object.entries(definition.params)) {
      const problems = (value: number) => {
        const mix = mixWith(definition, defaultValues(definition));
        mix.automation[`mix/node.${name}`] = { points: [{ atSeconds: 0, value, curve: "linear" }] };
        return validateMix(mix, registry).problems;
      };
      const code = parameter.kind === "number" && parameter.structural !== true ? "illegal-value" : "not-automatable";
      const legal = parameter.kind === "number" ? parameter.max : 0;
      for (const value of [legal + 1, Number.NaN])
        expect(problems(value), name).toMatchObject([{ code, at: `mix/node.${name}` }]);
      if (code === "illegal-value") expect(problems(legal), name).toEqual([]);
    }
  },
);
