import { mixSchema } from "./schema.ts";
import { checkShape } from "./shape.ts";
import { SCHEMA_URL, type MixDocument } from "./types.ts";

/**
 * The one text of a document: known fields in a fixed order, everything else by name, connections by where they end,
 * what is short on one line, so that a difference of two mixes reads well. Reading it gives the document again (with
 * −0 written as 0). Throws a TwobusError for a document that could not be read again, rather than write it.
 */
export function serialiseMix(document: MixDocument): string {
  return `${writeMix({ ...checkShape(mixSchema, document, ""), $schema: SCHEMA_URL }, "")}\n`;
}

/** Text of a value whose first line stands where the caller put it and whose further lines begin with `indent`. */
type Write = (value: unknown, indent: string) => string;
type Entries = readonly (readonly [name: string, value: unknown])[];

const inline: Write = (value) => {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, "")).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = sortedEntries(value);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, item]) => `${JSON.stringify(name)}: ${inline(item, "")}`).join(", ")} }`;
};

/** A record whose known fields stand first, in the order given; each field may have its own way of being written. */
const record =
  (fields: Readonly<Record<string, Write>>): Write =>
  (value, indent) => {
    const entries = sortedEntries(value as object);
    const order = Object.keys(fields);
    const known = order.flatMap((name) => entries.filter((entry) => entry[0] === name));
    const unknown = entries.filter(([name]) => !Object.hasOwn(fields, name));
    return braces([...known, ...unknown], indent, (name) => (Object.hasOwn(fields, name) ? fields[name]! : inline));
  };

/** A record on one line. */
const line =
  (...order: readonly string[]): Write =>
  (value) => {
    const entries = sortedEntries(value as object);
    const ranked = entries.toSorted(([a], [b]) => rank(order, a) - rank(order, b));
    return `{ ${ranked.map(([name, item]) => `${JSON.stringify(name)}: ${inline(item, "")}`).join(", ")} }`;
  };

/** Records by id. */
const dictionary =
  (write: Write): Write =>
  (value, indent) =>
    braces(sortedEntries(value as object), indent, () => write);

const list =
  (write: Write, compare?: (a: never, b: never) => number): Write =>
  (value, indent) => {
    const items = compare === undefined ? (value as unknown[]) : (value as never[]).toSorted(compare);
    if (items.length === 0) return "[]";
    const inner = `${indent}  `;
    return `[\n${items.map((item) => inner + write(item, inner)).join(",\n")}\n${indent}]`;
  };

function braces(entries: Entries, indent: string, writerOf: (name: string) => Write): string {
  if (entries.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = entries.map(([name, value]) => `${inner}${JSON.stringify(name)}: ${writerOf(name)(value, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function sortedEntries(value: object): Entries {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => compareText(a, b));
}

function rank(order: readonly string[], name: string): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length : index;
}

/** By code unit, the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

const byDestination = (a: Ends, b: Ends): number => compareText(a.to, b.to) || compareText(a.from, b.from);

const writeSource = record({
  file: inline,
  channels: inline,
  sampleRate: inline,
  frames: inline,
  startSeconds: inline,
  sha256: inline,
});
const writeNode = record({
  type: inline,
  version: inline,
  label: inline,
  colour: inline,
  source: inline,
  graph: inline,
  bypassed: inline,
  muted: inline,
  params: dictionary(inline),
});
const writeInterface = record({
  inputs: dictionary(line("role")),
  outputs: dictionary(line("role")),
  params: dictionary(line("targets")),
});
const writeGraph = record({
  name: inline,
  interface: writeInterface,
  nodes: dictionary(writeNode),
  connections: list(line("from", "to", "gainDb", "panPercent", "muted"), byDestination),
});
const writeMix = record({
  $schema: inline,
  format: inline,
  formatVersion: inline,
  name: inline,
  sampleRate: inline,
  root: inline,
  sources: dictionary(writeSource),
  graphs: dictionary(writeGraph),
  automation: dictionary(record({ points: list(line("atSeconds", "value", "curve")) })),
  layout: dictionary(dictionary(line("x", "y"))),
});
