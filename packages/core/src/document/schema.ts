import { z } from "zod";
import { LOWEST_SAMPLE_RATE, type PlainValue } from "../definition/parameters.ts";
import { connectionParameters } from "./connection-parameters.ts";
import { ENDPOINT_PATTERN, ID_PATTERN, NODE_ID_PATTERN, PARAMETER_ADDRESS_PATTERN } from "./names.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, CHAIN_SCHEMA_URL, type ChainDocument } from "./chain-types.ts";
import {
  FORMAT,
  FORMAT_VERSION,
  SCHEMA_URL,
  type AutomationPoint,
  type ConnectionRecord,
  type ExposedParameter,
  type GraphRecord,
  type MixDocument,
  type SavedValue,
  type SourceRecord,
} from "./types.ts";

const text = (pattern: RegExp, rule: string): z.ZodString => z.string().regex(pattern, { error: rule });

const idRule =
  "must start with a letter, then hold letters, digits, _ and - only, 64 at most (and not be “constructor”)";
const id = text(ID_PATTERN, idRule);
export const idSchema: z.ZodString = id;
export const nodeIdSchema: z.ZodString = text(NODE_ID_PATTERN, `${idRule}; “in” and “out” are the graph's own`);
const endpoint = text(
  ENDPOINT_PATTERN,
  "must be node.port, such as kick.main, or a port of the graph itself, such as in.main",
);
const parameterTarget = text(ENDPOINT_PATTERN, "must be node.parameter, such as comp.thresholdDb");
const automationAddress = text(PARAMETER_ADDRESS_PATTERN, "must be graph/node.parameter, such as mix/kick.faderDb");
const nodeType = text(/^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_.-]*$/, "must be pack.name, such as twobus.bus");
export const labelSchema: z.ZodString = text(
  /^\P{Cc}{0,200}$/u,
  "must have 200 characters at most and no line breaks or other control characters",
);
export const colourSchema: z.ZodString = text(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #3366cc");
const sampleRate = z.int().min(LOWEST_SAMPLE_RATE).max(384_000);

/** Confined to the document's folder: no absolute path, no drive, no address of a network, no `..`. */
const sourceFile = text(
  /^(?!\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/|(?:.*\/)?\.\.(?:\/|$))[^\\\p{Cc}]{1,1024}$/u,
  "must be a path inside the document's folder, with forward slashes and without ..",
);

const sha256 = text(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case");

const sourceRecord = z.looseObject({
  file: sourceFile.describe("Path relative to the document, with forward slashes."),
  channels: z.int().min(1).max(64),
  sampleRate: sampleRate.describe("Hz, as the file has it."),
  frames: z.int().min(0).describe("Length in samples per channel."),
  startSeconds: z.number().min(0).exactOptional().describe("When it starts to play. Absent means 0."),
  sha256: sha256.exactOptional().describe("Hash of the file's bytes."),
});
const interfacePortRecord = z.looseObject({ role: z.enum(["audio", "key"]).describe("`key` ports feed detectors.") });
const rangeRecord = z.looseObject({
  from: z.number().describe("Where the target stands at 0 %."),
  to: z.number().describe("Where it stands at 100 %."),
  curve: z.enum(["linear", "exponential", "smooth"]).exactOptional().describe("The way between. Absent means linear."),
});
const exposedRecord = z.looseObject({
  targets: z.array(parameterTarget).min(1),
  min: z.number().exactOptional().describe("Narrower than what the targets take."),
  max: z.number().exactOptional(),
  percent: z.number().min(0).max(100).exactOptional().describe("Where a macro stands. Absent means 0."),
  ranges: z
    .record(parameterTarget, rangeRecord)
    .exactOptional()
    .describe("Makes it a macro from 0 to 100 %: where each of the targets goes."),
});
const interfaceRecord = z.looseObject({
  inputs: z.record(id, interfacePortRecord).describe("Inside the graph, input `main` is the endpoint `in.main`."),
  outputs: z.record(id, interfacePortRecord).describe("Inside the graph, output `main` is the endpoint `out.main`."),
  params: z
    .record(id, exposedRecord)
    .default(() => ({}))
    .describe("Parameters that the graph shows when it stands as a node, each with the `node.parameter` it drives."),
  order: z.array(id).exactOptional().describe("Names of those parameters in the order in which they are shown."),
  meters: z
    .record(id, endpoint)
    .exactOptional()
    .describe("Meters and plots that the graph shows, by name: `node.meter`, or `node.plot`."),
});
const plainValue = z.union([z.number(), z.string(), z.boolean()]);
/** Any JSON, which the text was already. What a known type takes is told with its address by `upgradeNodes`. */
const savedValue: z.ZodType<SavedValue> = z.json();
const nodeRecord = z.looseObject({
  type: nodeType.describe("`pack.name` of the node's definition."),
  version: z.int().min(1).describe("Version of the definition that the parameters are written for."),
  label: labelSchema.exactOptional().describe("What people read. The id stays what connections refer to."),
  colour: colourSchema.exactOptional(),
  source: id.exactOptional().describe("What a track plays."),
  graph: id.exactOptional().describe("A strip's insert chain, or what a chain node contains."),
  bypassed: z.boolean().exactOptional(),
  muted: z.boolean().exactOptional(),
  order: text(
    /^(?:[A-Za-z][\w-]{0,63}(?:\/[A-Za-z][\w-]{0,63}){0,15})?$/,
    "must be ids with / between them, 16 at most",
  )
    .exactOptional()
    .describe("Where it stands in sums, in place of its id."),
  pinned: id.exactOptional().describe("The graph that a chain node followed until it was pinned."),
  params: z
    .record(id, savedValue)
    .default(() => ({}))
    .describe("Plain values in the unit that each name ends with: `thresholdDb`, `attackMs`."),
});
const { gainDb, panPercent } = connectionParameters;
const connectionRecord = z.looseObject({
  from: endpoint.describe("`node.port` of an output, or `in.port`."),
  to: endpoint.describe("`node.port` of an input, or `out.port`. Every input is a sum."),
  gainDb: z.number().min(gainDb.min).max(gainDb.max).exactOptional().describe(gainDb.description),
  panPercent: z.number().min(panPercent.min).max(panPercent.max).exactOptional().describe(panPercent.description),
  muted: z.boolean().exactOptional(),
});
/** Semantic Versioning 2.0.0, without leading zeros. */
const version = text(
  /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?$/,
  "must be a version such as 1.0.0",
).describe("Semantic version.");
const licence = text(/^[A-Za-z0-9.+:() -]{1,200}$/, "must be an SPDX licence such as MIT or CC0-1.0").describe(
  "SPDX licence expression.",
);
const originRecord = z.looseObject({
  name: labelSchema,
  version: version.exactOptional(),
  sha256: sha256.describe("Hash of the chain's content."),
});
const definitionRecord = z.looseObject({
  ...originRecord.shape,
  author: labelSchema.exactOptional().describe("Who made it."),
  licence: licence.exactOptional(),
  derivedFrom: z.array(originRecord).max(64).exactOptional().describe("What it was made from, nearest first."),
});
const graphRecord = z.looseObject({
  name: labelSchema.exactOptional(),
  definition: definitionRecord.exactOptional().describe("The chain that the graph was placed from."),
  interface: interfaceRecord,
  nodes: z.record(nodeIdSchema, nodeRecord),
  connections: z.array(connectionRecord),
});
const pointRecord = z.looseObject({
  atSeconds: z.number().min(0),
  value: z.number().describe("Plain value, in the parameter's unit."),
  curve: z.enum(["hold", "linear", "smooth"]).describe("The way to the next point."),
});
const laneRecord = z.looseObject({ points: z.array(pointRecord) });
const positionRecord = z.looseObject({ x: z.number(), y: z.number() });
const layout = z.record(id, z.record(id, positionRecord)).describe("Where boxes stand in an editor. Changes no sound.");
const goldenRecord = z.looseObject({
  pcmSha256: sha256.describe("Hash of interleaved little-endian doubles, latency taken off."),
});
const mixRecord = z.looseObject({
  $schema: z.string().exactOptional(),
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  name: labelSchema.describe("Title of the song or mix."),
  sampleRate: sampleRate.describe("Hz. Sources at other rates are resampled to it."),
  root: id.describe("The graph whose output `main` is the mix."),
  sources: z
    .record(id, sourceRecord)
    .default(() => ({}))
    .describe("Audio files that tracks play."),
  graphs: z.record(id, graphRecord).describe("Graphs by id; a graph with an interface can stand as a node in another."),
  automation: z
    .record(automationAddress, laneRecord)
    .default(() => ({}))
    .describe("Parameter values over time, by address `graph/node.parameter`."),
  layout: layout.default(() => ({})),
});
const { version: chainVersion, author, licence: chainLicence, derivedFrom } = definitionRecord.shape;
const chainRecord = z.looseObject({
  $schema: z.string().exactOptional(),
  format: z.literal(CHAIN_FORMAT),
  formatVersion: z.literal(CHAIN_FORMAT_VERSION),
  name: labelSchema.describe("What people call it."),
  version: chainVersion,
  summary: labelSchema.describe("One sentence: what it does, and when to take it."),
  description: text(/^[\P{Cc}\n]{0,10000}$/u, "must have 10000 characters at most, and lines that end in \\n")
    .exactOptional()
    .describe("As long as it needs to be: how it is meant, what to listen for."),
  tags: z.array(labelSchema).max(64).describe("Words to find it by."),
  author,
  licence: chainLicence,
  derivedFrom,
  golden: goldenRecord.exactOptional().describe("What the chain made of the standard test loop."),
  root: id.describe("The graph that becomes a node; its interface has `main` both ways."),
  graphs: z.record(id, graphRecord).describe("Graphs by id: the chain, and what stands as nodes in it."),
  layout: layout.exactOptional(),
});

export const plainValueSchema: z.ZodType<PlainValue> = plainValue;
export const sourceSchema: z.ZodType<SourceRecord> = sourceRecord;
export const graphSchema: z.ZodType<GraphRecord> = graphRecord;
export const connectionSchema: z.ZodType<ConnectionRecord> = connectionRecord;
export const pointsSchema: z.ZodType<AutomationPoint[]> = z.array(pointRecord);
export const exposedSchema: z.ZodType<ExposedParameter> = exposedRecord;
export const meterSchema: z.ZodString = endpoint;
export const positionSchema: z.ZodType<{ x: number; y: number }> = positionRecord;
/** A mix. Fields that this version does not know are kept, here as in every record. */
export const mixSchema: z.ZodType<MixDocument> = mixRecord;

/** A chain by itself. */
export const chainSchema: z.ZodType<ChainDocument> = chainRecord;

/** The records of the formats that have named fields. */
export type RecordKind =
  | "mix"
  | "chain"
  | "origin"
  | "definition"
  | "golden"
  | "source"
  | "graph"
  | "interface"
  | "interfacePort"
  | "exposed"
  | "range"
  | "node"
  | "connection"
  | "lane"
  | "point"
  | "position";

const records: Readonly<Record<RecordKind, z.ZodObject>> = {
  mix: mixRecord,
  chain: chainRecord,
  origin: originRecord,
  definition: definitionRecord,
  golden: goldenRecord,
  source: sourceRecord,
  graph: graphRecord,
  interface: interfaceRecord,
  interfacePort: interfacePortRecord,
  exposed: exposedRecord,
  range: rangeRecord,
  node: nodeRecord,
  connection: connectionRecord,
  lane: laneRecord,
  point: pointRecord,
  position: positionRecord,
};

/** The names of each record's fields, in the order in which they are written. */
export const fieldNames: Readonly<Record<RecordKind, readonly string[]>> = Object.fromEntries(
  Object.entries(records).map(([kind, record]) => [kind, Object.keys(record.shape)]),
) as Record<RecordKind, string[]>;

/** The format of mixes as JSON Schema draft 2020-12, for editors and other programs. */
export function mixJsonSchema(): Record<string, unknown> {
  return jsonSchema(mixRecord, SCHEMA_URL, "Twobus mix", "A mix as a graph that ends in the stereo bus.");
}

/** The format of chains, likewise. */
export function chainJsonSchema(): Record<string, unknown> {
  return jsonSchema(
    chainRecord,
    CHAIN_SCHEMA_URL,
    "Twobus chain",
    "A chain of processors that stands as a node in a mix.",
  );
}

function jsonSchema(record: z.ZodObject, $id: string, title: string, description: string): Record<string, unknown> {
  const schema = z.toJSONSchema(record, { io: "input", target: "draft-2020-12" });
  return { ...schema, $id, title, description };
}
