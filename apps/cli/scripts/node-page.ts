import type { NodeDefinition, Parameter, Unit } from "@twobus/core";

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

export const fileNameOf = ({ type }: NodeDefinition): string => type.slice(type.indexOf(".") + 1);

export const hasCard = ({ inputs, outputs, category, generates }: NodeDefinition): boolean =>
  category !== "strip" && generates !== true && Object.hasOwn(inputs, "main") && Object.hasOwn(outputs, "main");

/** A node's page, from its declaration; the picture beside it is measured. */
export function nodePage(definition: NodeDefinition): string {
  const { name, type, summary, words, references, meters = [], inputs, outputs, params } = definition;
  const rows = Object.entries(params).map(
    ([param, parameter]) =>
      `| \`${param}\` | ${rangeOf(parameter)} | ${String(parameter.default)} | ${cell(parameter.description)} |`,
  );
  const ports = [
    ...Object.entries(inputs).map(([port, { role }]) => `in \`${port}\`${role === "key" ? " (key)" : ""}`),
    ...Object.keys(outputs).map((port) => `out \`${port}\``),
  ];
  return [
    `# ${name}`,
    "",
    `\`${type}\`. ${summary}`,
    "",
    ...(hasCard(definition) ? [`![What it does, measured as it comes](${fileNameOf(definition)}.svg)`, ""] : []),
    ...(words.length > 0 ? [`People say: ${words.join(", ")}.`, ""] : []),
    `Ports: ${ports.join(", ")}.${meters.length > 0 ? ` Meters: ${meters.map((meter) => `\`${meter}\``).join(", ")}.` : ""}`,
    "",
    ...(rows.length > 0 ? ["| Parameter | Range | Default | |", "| --- | --- | --- | --- |", ...rows, ""] : []),
    ...(references.length > 0 ? ["References:", "", ...references.map((reference) => `- ${reference}`), ""] : []),
  ].join("\n");
}

/** The list of all nodes, by what they are for. */
export function indexPage(definitions: readonly NodeDefinition[]): string {
  const sections = Object.entries(CATEGORIES).flatMap(([category, title]) => {
    const own = definitions.filter((definition) => definition.category === category);
    if (own.length === 0) return [];
    return [
      `## ${title}`,
      "",
      ...own.map((definition) => `- [${definition.name}](${fileNameOf(definition)}.md): ${definition.summary}`),
      "",
    ];
  });
  return [
    "# Nodes",
    "",
    "Written by `pnpm run docs:nodes` from the declarations; the pictures are measured from the nodes themselves, at their",
    "defaults. Lay two over each other with `./twobus card glueCompressor digitalCompressor -o both.svg`. What a node costs is no",
    "part of a picture, which is the same on every machine: `./twobus card` times it on yours, [Performance](../performance.md)",
    "lists all of them on one.",
    "",
    ...sections,
  ].join("\n");
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
