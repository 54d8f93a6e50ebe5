import {
  apply,
  mixFromFiles,
  tintOf,
  type BusTemplate,
  type Command,
  type IntakeFile,
  type IntakeReport,
  type MixDocument,
  type NodeId,
  type Problem,
  type Registry,
  type Template,
} from "@twobus/core";

/** What a person wants otherwise than the names of the files say. */
export interface IntakeChoices {
  /** Files that are no part of the mix. */
  readonly skipped: ReadonlySet<string>;
  /** Names of buses, by file. */
  readonly buses: ReadonlyMap<string, string>;
}

/** What becomes of one file. */
export interface IntakeRow {
  readonly file: string;
  /** The track's label; absent for a file that is skipped. */
  readonly track?: string;
  /** The bus's name; absent for a file that is skipped. */
  readonly bus?: string;
  readonly confidence: "name" | "folder" | "none" | "chosen" | "skipped" | "reference";
  /** Why, in words. */
  readonly reason: string;
}

/** A mix to be, and how it came about. */
export interface IntakePlan {
  readonly document: MixDocument;
  /** In the order of the files. */
  readonly rows: readonly IntakeRow[];
  readonly warnings: readonly Problem[];
}

/** What intake starts from. */
export interface IntakeSubject {
  readonly name: string;
  readonly files: readonly IntakeFile[];
  readonly template: Template;
  readonly registry: Registry;
}

/** Makes the mix that `mixFromFiles` makes of the files that are wanted, and moves tracks to the buses chosen for them. */
export function planIntake({ name, files, template, registry }: IntakeSubject, choices: IntakeChoices): IntakePlan {
  const wanted = files.filter(({ file }) => !choices.skipped.has(file));
  const named = new Set(choices.buses.values());
  const made = mixFromFiles({ name, files: wanted, template: withBuses(template, named), registry });
  const rows = new Map([...rowsOf(made.document, made.report)].map((row) => [row.file, row]));
  let { document } = made;
  const perform = (command: Command): void => {
    ({ document } = apply(document, command, registry));
  };
  for (const [file, bus] of choices.buses) {
    const move = moveOf(made.document, made.report, file, bus);
    if (move === undefined) continue;
    for (const command of move) perform(command);
    rows.set(file, { ...rows.get(file)!, bus, confidence: "chosen", reason: "" });
  }
  for (const command of withoutUnassigned(document)) perform(command);
  return {
    document,
    rows: files.map(({ file }) => rows.get(file) ?? { file, confidence: "skipped", reason: "" }),
    warnings: made.report.warnings,
  };
}

/** The names of a template's buses, inner ones after the bus that they play into. */
export const busNames = (template: Template): string[] => template.buses.flatMap(namesFrom);

const namesFrom = ({ name, buses }: BusTemplate): string[] => [name, ...buses.flatMap(namesFrom)];

/** A template whose buses of these names are made even when they are empty; without names, all outer ones. */
export function withBuses(template: Template, names?: ReadonlySet<string>): Template {
  const made = (bus: BusTemplate): BusTemplate => {
    const isNamed = names === undefined || namesFrom(bus).some((name) => names.has(name));
    const buses = names === undefined ? bus.buses : bus.buses.map(made);
    return { ...bus, buses, presence: isNamed ? "always" : bus.presence };
  };
  return { ...template, buses: template.buses.map(made) };
}

function* rowsOf(document: MixDocument, report: IntakeReport): Iterable<IntakeRow> {
  const { nodes } = document.graphs[document.root]!;
  const label = (id: NodeId): string => nodes[id]!.label ?? id;
  const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(", ");
  for (const { file, track, bus, keywords, confidence } of report.matched) {
    const reason = `${quoted(keywords)} in the ${confidence === "name" ? "name" : "folder"}`;
    yield { file, track: label(track), bus: label(bus), confidence, reason };
  }
  for (const { file, track, reason } of report.unassigned) {
    yield { file, track: label(track), bus: "Unassigned", confidence: "none", reason };
  }
  for (const { file, keywords } of report.references) {
    yield { file, confidence: "reference", reason: `a finished or rough mix: ${quoted(keywords)}` };
  }
}

function moveOf(document: MixDocument, report: IntakeReport, file: string, bus: string): Command[] | undefined {
  const graph = document.root;
  const { nodes, connections } = document.graphs[graph]!;
  const track = [...report.matched, ...report.unassigned].find((match) => match.file === file)?.track;
  const target = Object.keys(nodes).find((id) => nodes[id]!.type === "twobus.bus" && nodes[id]!.label === bus);
  const cable = connections.find(({ from }) => from === `${track}.main`);
  if (track === undefined || target === undefined || cable === undefined || cable.to === `${target}.main`) return;
  const { colour } = nodes[target]!;
  return [
    { kind: "disconnect", graph, from: cable.from, to: cable.to },
    { kind: "connect", graph, from: cable.from, to: `${target}.main` },
    ...(colour === undefined ? [] : [{ kind: "setColour", graph, node: track, colour: tintOf(colour) } as const]),
  ];
}

/** "Unassigned" is no bus of a template: it goes when nothing is left on it. */
function withoutUnassigned(document: MixDocument): Command[] {
  const graph = document.root;
  const { nodes, connections } = document.graphs[graph]!;
  return Object.keys(nodes)
    .filter((id) => nodes[id]!.label === "Unassigned" && !connections.some(({ to }) => to === `${id}.main`))
    .map((node) => ({ kind: "removeNode", graph, node }));
}
