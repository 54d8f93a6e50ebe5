import { valueFault, type Parameter, type Parameters, type Unit } from "../../definition/parameters.ts";
import { parseMix } from "../../document/parse.ts";
import { serialiseMix } from "../../document/serialise.ts";
import { emptyMix, type MixDocument } from "../../document/types.ts";
import { upgradeNodes } from "../../document/upgrade-nodes.ts";
import { validateMix } from "../../document/validate.ts";
import { createRegistry } from "../../definition/pack.ts";
import { defaultValues, isStrip, type PlainValues } from "../../definition/node.ts";
import type { Problem } from "../../problem.ts";
import { corner, setting } from "./settings.ts";
import { seeded } from "./signals.ts";
import { breach, type Law, type Subject } from "./subject.ts";

const UNITS: readonly Unit[] = ["Db", "Hz", "Ms", "Seconds", "Bpm", "Percent", "Ratio", "Samples", "Degrees", "Q"];
const SETTINGS = 12;

export const completeDeclaration: Law = {
  name: "is declared completely",
  *broken(subject): Iterable<Problem> {
    const { pack, definition } = subject;
    const { type, version, name, category, summary, words, references, outputs, params } = definition;
    const { estimates = [], examples = {}, meters = [] } = definition;
    const lacks = (what: string): Problem => breach(subject, "incomplete", what);
    if (!type.startsWith(`${pack.name}.`)) yield lacks(`begins not with ${pack.name}., the name of its pack`);
    if (!Number.isInteger(version) || version < 1) yield lacks(`has version ${version}; versions count from 1`);
    for (let from = 1; from < version; from++) {
      if (definition.migrations?.[from] === undefined) yield lacks(`has no migration from version ${from}`);
    }
    if (name.trim() === "") yield lacks("has no name");
    if (!/\S\.$/.test(summary)) yield lacks("has no summary that is a sentence and ends with a full stop");
    if (words.length === 0 || words.some(isBlank)) yield lacks("has no words by which people find it");
    if (references.some(isBlank)) yield lacks("has an empty reference");
    for (const { of, params: shownBy = [] } of estimates) {
      if (isBlank(of)) yield lacks("has an empty estimate");
      const unknown = shownBy.find((param) => !Object.hasOwn(params, param));
      if (unknown !== undefined) yield lacks(`estimates ${of} for ${unknown}, which is no parameter`);
    }
    if (references.some((reference) => /\bestimates?\b/i.test(reference)))
      yield lacks("has an estimate among its references: say it under estimates");
    for (const [example, values] of Object.entries(examples)) {
      if (!/^[a-z]+$/.test(example)) yield lacks(`has an example "${example}", which is not one word in small letters`);
      for (const fault of exampleFaults(values, params)) yield lacks(`has an example ${example} whose ${fault}`);
    }
    if (references.length === 0 && category !== "utility" && category !== "strip")
      yield lacks("has no reference: say where its sound or its maths comes from");
    if (Object.keys(outputs).length === 0) yield lacks("has no output");
    if (isStrip(definition) && !Object.hasOwn(outputs, "main")) yield lacks("is a strip and needs an output main");
    for (const [parameterName, parameter] of Object.entries(params)) {
      for (const fault of parameterFaults(parameterName, parameter)) yield lacks(`${parameterName} ${fault}`);
    }
    if (definition.generates === true && definition.linearity === "linear")
      yield lacks("generates and is linear: a copy in each stem would sound; declare it gain, and follow");
    for (const meter of meters) {
      if (!namesUnit(meter)) yield lacks(`has a meter ${meter} whose name ends in no unit (${UNITS.join(", ")})`);
    }
  },
};

const isBlank = (text: string): boolean => text.trim() === "";

const namesUnit = (name: string, units: readonly Unit[] = UNITS): boolean =>
  units.some((unit) => name.endsWith(unit) || name === unit.toLowerCase());

function exampleFaults(values: PlainValues, params: Parameters): string[] {
  if (Object.keys(values).length === 0) return ["values are none: leave it out"];
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = params[name];
    const fault = parameter === undefined ? "is no parameter" : valueFault(parameter, value);
    return fault === undefined ? [] : [`${name} ${fault}`];
  });
}

function parameterFaults(name: string, parameter: Parameter): string[] {
  const faults: string[] = [];
  if (!/\S\.$/.test(parameter.description)) faults.push("has no description that ends with a full stop");
  const illegal = valueFault(parameter, parameter.default);
  if (illegal !== undefined) faults.push(`has a default of ${parameter.default}, which ${illegal}`);
  if (parameter.kind === "number") {
    const { min, max, scale, unit } = parameter;
    if (!Number.isFinite(min) || !Number.isFinite(max) || min >= max) faults.push(`has no range: ${min} to ${max}`);
    if (!namesUnit(name, [unit])) faults.push(`does not end in its unit ${unit}`);
    if (scale === "logarithmic" && min <= 0) faults.push(`cannot have a logarithmic scale from ${min}`);
  }
  if (parameter.kind === "choice" && new Set<unknown>(parameter.options).size !== parameter.options.length)
    faults.push("has the same option twice");
  return faults;
}

export const survivesText: Law = {
  name: "survives being saved and read again",
  *broken(subject): Iterable<Problem> {
    const { definition } = subject;
    const registry = createRegistry([subject.pack]);
    const random = seeded(41);
    for (let index = 0; index < SETTINGS; index++) {
      const values = index === 0 ? defaultValues(definition) : pickSetting(index)(definition, random);
      const mix = mixWith(subject, values);
      const text = serialiseMix(mix);
      const { document, warnings } = parseMix(text, "law");
      const upgraded = upgradeNodes(document, registry);
      const found = [...warnings, ...upgraded.warnings, ...validateMix(upgraded.document, registry).problems];
      for (const problem of found)
        yield breach(subject, problem.code, `read again, ${problem.at}: ${problem.message}`, values);
      const read = upgraded.document.graphs[mix.root]!.nodes["node"]!.params;
      for (const [name, value] of Object.entries(values)) {
        if (read[name] !== value)
          yield breach(subject, "changed-value", `${name} comes back as ${JSON.stringify(read[name])}`, values);
      }
      if (serialiseMix(upgraded.document) !== text)
        yield breach(subject, "changed-text", "saved again, the text is another one", values);
    }
  },
};

const pickSetting = (index: number) => (index % 2 === 0 ? corner : setting);

function mixWith({ definition }: Subject, params: PlainValues): MixDocument {
  const mix = emptyMix("Law", 48000);
  const graph = mix.graphs[mix.root]!;
  graph.nodes = { node: { type: definition.type, version: definition.version, params: { ...params } } };
  const [output] = Object.keys(definition.outputs);
  if (output !== undefined) graph.connections = [{ from: `node.${output}`, to: "out.main" }];
  return mix;
}
