import type { Estimate, NodeDefinition, Parameter, Unit } from "@twobus/core";
import { comparisonsOf, fileNameOf, picturesOf, type Picture } from "./node-pictures.ts";

const CATEGORIES = {
  strip: "Strips",
  equaliser: "Equalisers",
  compressor: "Compressors",
  saturator: "Saturators",
  peaks: "Peaks and shape",
  stereo: "Stereo",
  space: "Space and movement",
  utility: "Utility",
} as const;

/** A node's page, from its declaration; the picture beside it is measured. */
export function nodePage(definition: NodeDefinition): string {
  const { name, type, summary, words, references, estimates = [], meters = [], inputs, outputs, params } = definition;
  const rows = Object.entries(params).map(([param, parameter]) => {
    const told = [parameter.description, ...estimatesOf(param, estimates)].join(" ");
    return `| \`${param}\` | ${rangeOf(parameter)} | ${String(parameter.default)} | ${cell(told)} |`;
  });
  const ports = [
    ...Object.entries(inputs).map(([port, { role }]) => `in \`${port}\`${role === "key" ? " (key)" : ""}`),
    ...Object.keys(outputs).map((port) => `out \`${port}\``),
  ];
  return [
    `# ${name}`,
    "",
    `\`${type}\`. ${summary}`,
    "",
    ...cardLines(definition),
    ...(words.length > 0 ? [`People say: ${words.join(", ")}.`, ""] : []),
    `Ports: ${ports.join(", ")}.${meters.length > 0 ? ` Meters: ${meters.map((meter) => `\`${meter}\``).join(", ")}.` : ""}`,
    "",
    ...(rows.length > 0 ? ["| Parameter | Range | Default | |", "| --- | --- | --- | --- |", ...rows, ""] : []),
    ...(references.length > 0 ? ["References:", "", ...references.map((reference) => `- ${reference}`), ""] : []),
    ...(estimates.length > 0
      ? [`${ESTIMATED}, in no reference:`, "", ...estimates.map((estimate) => `- ${estimateText(estimate)}`), ""]
      : []),
  ].join("\n");
}

const ESTIMATED = "⚠ **Estimated**";

/** What of a parameter was estimated, as its row says it. */
const estimatesOf = (param: string, estimates: readonly Estimate[]): string[] =>
  estimates.filter(({ params = [] }) => params.includes(param)).map(({ of }) => `${ESTIMATED}: ${of}.`);

const estimateText = ({ of, params = [] }: Estimate): string =>
  params.length === 0 ? of : `${of} (${params.map((param) => `\`${param}\``).join(", ")})`;

function cardLines(definition: NodeDefinition): string[] {
  const [own, ...examples] = picturesOf(definition);
  if (own === undefined) return [];
  const [name] = definition.type.split(".").slice(1);
  const compared = comparisonsOf(definition).map(({ file, cards }) => {
    const others = cards.filter((card) => card.definition !== definition).map((card) => linkTo(card.definition));
    return `[laid over](${file}) ${others.join(" and ")}`;
  });
  return [
    `![What it does: ${altOf(own)}](${own.file})`,
    "",
    ...(examples.length > 0
      ? [`Alone: ${examples.map(({ file, cards }) => `[${cards[0]!.example}](${file})`).join(", ")}.`, ""]
      : []),
    ...(compared.length > 0 ? [`Its curves ${compared.join("; ")}.`, ""] : []),
    `What it costs is no part of the picture, which is the same on every machine: \`./twobus card ${name}\` times it on`,
    "yours, [Performance](../performance.md#nodes-nanoseconds-per-stereo-frame) has the nanoseconds per frame of one.",
    "",
  ];
}

/** What a picture was measured with. */
function altOf({ cards }: Picture): string {
  const examples = cards.flatMap(({ example }) => example ?? []);
  return examples.length === 0 ? "measured at its defaults" : `measured ${examples.join(", ")}`;
}

const linkTo = (definition: NodeDefinition): string => `[${definition.name}](${fileNameOf(definition)}.md)`;

/** The list of all nodes, by what they are for. */
export function indexPage(definitions: readonly NodeDefinition[]): string {
  const sections = Object.entries(CATEGORIES).flatMap(([category, title]) => {
    const own = definitions.filter((definition) => definition.category === category);
    if (own.length === 0) return [];
    return [
      `## ${title}`,
      "",
      ...own.map((definition) => `- ${linkTo(definition)}: ${definition.summary}`),
      "",
      ...comparisonLines(own),
    ];
  });
  return [
    "# Nodes",
    "",
    "Written by `pnpm run docs:nodes` from the declarations; the pictures are measured from the nodes themselves, and say with",
    "which settings. Lay up to four over each other with `./twobus card glueCompressor bus:warm -o both.svg`, find a node by what",
    "people call its sound with `./twobus describe glue`, and hear them all, equally loud, with `npm run demo -- --palette`.",
    "What a node costs is no part of a picture, which is the same on every machine: `./twobus card` times it on yours,",
    "[Performance](../performance.md#nodes-nanoseconds-per-stereo-frame) lists all of them on one.",
    "",
    ...sections,
  ].join("\n");
}

/** The comparisons that a section's nodes stand in. */
function comparisonLines(own: readonly NodeDefinition[]): string[] {
  const compared = [...new Set(own.flatMap(comparisonsOf))];
  if (compared.length === 0) return [];
  const lines = compared.map(
    ({ file, cards }) => `- [${cards.map((card) => card.definition.name).join(", ")}](${file})`,
  );
  return ["Laid over each other:", "", ...lines, ""];
}

function rangeOf(parameter: Parameter): string {
  const fixed = parameter.structural === true ? ", fixed while playing" : "";
  if (parameter.kind === "toggle") return `on or off${fixed}`;
  if (parameter.kind === "choice") return `${parameter.options.join(", ")}${fixed}`;
  return `${parameter.min} to ${parameter.max}${UNITS[parameter.unit]}${fixed}`;
}

const UNITS: Readonly<Record<Unit, string>> = {
  Db: " dB",
  Hz: " Hz",
  Ms: " ms",
  Seconds: " s",
  Bpm: " bpm",
  Percent: " %",
  Ratio: " : 1",
  Samples: " samples",
  Degrees: "°",
  Q: "",
};

const cell = (text: string): string => text.replaceAll("|", "\\|");
