import { isHeldBySampleRate, runsInside, type NodeDefinition, type Parameter } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { fullType } from "../node-types.ts";
import type { Report } from "../report.ts";
import { findByWord } from "./find-by-word.ts";

/** Lists all nodes, explains one from its own declaration, or finds those that a word is said of. */
export async function describe(type: string | undefined): Promise<Report> {
  if (type === undefined) {
    const nodes = builtInPack.nodes.map(({ type: name, category, summary }) => ({ type: name, category, summary }));
    const width = Math.max(...nodes.map((node) => node.type.length)) + 2;
    return { json: { nodes }, text: nodes.map((node) => `${node.type.padEnd(width)}${node.summary}`).join("\n") };
  }
  const wanted = fullType(type);
  const definition = builtInPack.nodes.find((node) => node.type === wanted);
  if (definition === undefined) return findByWord(type);
  return { json: describeNode(definition), text: printNode(definition) };
}

function describeNode(definition: NodeDefinition): Record<string, unknown> {
  const {
    type,
    version,
    name,
    category,
    summary,
    words,
    references,
    estimates = [],
    examples = {},
    inputs,
    outputs,
    params,
    meters = [],
    linearity,
  } = definition;
  const explained = Object.fromEntries(
    Object.entries(params).map(([param, parameter]) => [
      param,
      { ...parameter, description: described(parameter, definition) },
    ]),
  );
  const named = { type, version, name, category, summary, words, references, estimates, examples };
  return { ...named, inputs, outputs, params: explained, meters, linearity };
}

/** Its description, and what becomes of it at sample rates that are too low for it, unless it says so itself. */
function described(parameter: Parameter, definition: NodeDefinition): string {
  const { description } = parameter;
  if (!isHeldBySampleRate(parameter) || /held below/i.test(description)) return description;
  const times = runsInside(definition) ? " times the oversampling" : "";
  return `${description} Held below half of the sample rate${times}.`;
}

function printNode(definition: NodeDefinition): string {
  const { type, version, name, summary, words, inputs, outputs, params } = definition;
  const { meters = [], references, estimates = [], examples = {} } = definition;
  const rows = Object.entries(params).map(
    ([param, parameter]) => [param, range(parameter), described(parameter, definition)] as const,
  );
  const nameWidth = Math.max(0, ...rows.map(([param]) => param.length)) + 2;
  const rangeWidth = Math.max(0, ...rows.map(([, values]) => values.length)) + 2;
  const ports = (list: Readonly<Record<string, { readonly role: string }>>): string =>
    Object.entries(list)
      .map(([port, { role }]) => (role === "key" ? `${port} (key)` : port))
      .join(", ") || "none";
  return [
    `${name} (${type}, version ${version})`,
    summary,
    "",
    `inputs:  ${ports(inputs)}`,
    `outputs: ${ports(outputs)}`,
    ...(meters.length === 0 ? [] : [`meters:  ${meters.join(", ")}`]),
    ...(words.length === 0 ? [] : [`words:   ${words.join(", ")}`]),
    ...Object.keys(examples).map((example) => `example: twobus card ${type.replace(/^twobus\./, "")}:${example}`),
    "",
    ...rows.map(([param, values, text]) => `  ${param.padEnd(nameWidth)}${values.padEnd(rangeWidth)}${text}`),
    ...(references.length === 0 ? [] : ["", ...references.map((reference) => `see ${reference}`)]),
    ...(estimates.length === 0
      ? []
      : ["", ...estimates.map(({ of, params: shownBy = [] }) => `estimated: ${[of, ...shownBy].join(", ")}`)]),
  ].join("\n");
}

function range(parameter: Parameter): string {
  const fixed = parameter.structural === true ? ", fixed while playing" : "";
  switch (parameter.kind) {
    case "number":
      return `${parameter.min} … ${parameter.max} (${parameter.default}${fixed})`;
    case "choice":
      return `${parameter.options.join(" | ")} (${parameter.default}${fixed})`;
    case "toggle":
      return `true | false (${parameter.default}${fixed})`;
  }
}
