import type { ChainDocument } from "./chain-types.ts";
import { own } from "./names.ts";
import { chainSchema, fieldNames, mixSchema } from "./schema.ts";
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

/** The one text of a chain, by the same rules. */
export function serialiseChain(chain: ChainDocument): string {
  return `${writeChain(checkShape(chainSchema, chain, ""), "")}\n`;
}

/** Text of a value whose first line stands where the caller put it and whose further lines begin with `indent`. */
type Write = (value: unknown, indent: string) => string;
type Entries = readonly (readonly [name: string, value: unknown])[];

const inline: Write = (value) => {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, "")).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return inlineEntries(rankedEntries(value, []));
};

function inlineEntries(entries: Entries): string {
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, item]) => `${JSON.stringify(name)}: ${inline(item, "")}`).join(", ")} }`;
}

/** A record whose known fields stand first, in the schema's order; some may have their own way of being written. */
const record =
  (order: readonly string[], writers: Readonly<Record<string, Write>> = {}): Write =>
  (value, indent) =>
    braces(rankedEntries(value as object, order), indent, (name) => own(writers, name) ?? inline);

/** A record on one line. */
const line =
  (order: readonly string[]): Write =>
  (value) =>
    inlineEntries(rankedEntries(value as object, order));

/** Records by id. */
const dictionary =
  (write: Write): Write =>
  (value, indent) =>
    braces(rankedEntries(value as object, []), indent, () => write);

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

/** Entries in the order given, the others after them by name. */
function rankedEntries(value: object, order: readonly string[]): Entries {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => rank(a) - rank(b) || compareText(a, b));
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

const fields = fieldNames;
const writePort = line(fields.interfacePort);
const writeInterface = record(fields.interface, {
  inputs: dictionary(writePort),
  outputs: dictionary(writePort),
  params: dictionary(line(fields.exposed)),
});
const writeOrigins = list(line(fields.origin));
const writeGraph = record(fields.graph, {
  definition: record(fields.definition, { derivedFrom: writeOrigins }),
  interface: writeInterface,
  nodes: dictionary(record(fields.node, { params: dictionary(inline) })),
  connections: list(line(fields.connection), byDestination),
});
const writeLayout = dictionary(dictionary(line(fields.position)));
const writeMix = record(fields.mix, {
  sources: dictionary(record(fields.source)),
  graphs: dictionary(writeGraph),
  automation: dictionary(record(fields.lane, { points: list(line(fields.point)) })),
  layout: writeLayout,
  frames: dictionary(dictionary(line(fields.frame))),
});
const writeChain = record(fields.chain, {
  derivedFrom: writeOrigins,
  golden: line(fields.golden),
  graphs: dictionary(writeGraph),
  layout: writeLayout,
});
