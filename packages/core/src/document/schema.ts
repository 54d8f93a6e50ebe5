import * as z from "zod/mini";
import { LOWEST_SAMPLE_RATE, type PlainValue } from "../definition/parameters.ts";
import { connectionParameters } from "./connection-parameters.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, type ChainDocument } from "./chain-types.ts";
import { ENDPOINT_PATTERN, ID_PATTERN, NODE_ID_PATTERN, ORDER_PATTERN, PARAMETER_ADDRESS_PATTERN } from "./names.ts";
import {
  FORMAT,
  FORMAT_VERSION,
  type AutomationPoint,
  type ConnectionRecord,
  type ExposedParameter,
  type FrameRecord,
  type GraphRecord,
  type MixDocument,
  type SavedValue,
  type SourceRecord,
} from "./types.ts";

/** Text of a pattern; `rule` says which. */
export const text = (pattern: RegExp, rule: string): z.ZodMiniString =>
  z.string().check(z.regex(pattern, { error: rule }));

/** A field that may be absent. */
export const optional = <T extends z.ZodMiniType>(schema: T, description = ""): z.ZodMiniExactOptional<T> =>
  description === "" ? z.exactOptional(schema) : z.exactOptional(schema).check(z.describe(description));
/** Records by name; absent means that there are none. */
const orNone = <T extends z.ZodMiniRecord>(schema: T): z.ZodMiniDefault<T> => z._default(schema, () => ({}) as never);

const idRule =
  "must start with a letter, then hold letters, digits, _ and - only, 64 at most (and not be “constructor”)";
const id = text(ID_PATTERN, idRule);
export const idSchema: z.ZodMiniString = id;
export const nodeIdSchema: z.ZodMiniString = text(NODE_ID_PATTERN, `${idRule}; “in” and “out” are the graph's own`);
const endpoint = text(
  ENDPOINT_PATTERN,
  "must be node.port, such as kick.main, or a port of the graph itself, such as in.main",
);
const parameterTarget = text(ENDPOINT_PATTERN, "must be node.parameter, such as comp.thresholdDb");
const automationAddress = text(PARAMETER_ADDRESS_PATTERN, "must be graph/node.parameter, such as mix/kick.faderDb");
const nodeType = text(/^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_.-]*$/, "must be pack.name, such as twobus.bus");
export const labelSchema: z.ZodMiniString = text(
  /^\P{Cc}{0,200}$/u,
  "must have 200 characters at most and no line breaks or other control characters",
);
/** Control characters, line breaks, halves of characters, and marks behind which one name can be read as another. */
const UNREADABLE = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}`;
const andNoneOf = "other control characters or marks that turn the direction of text around";
/** What a chain says of itself in one line: it comes from strangers. */
export const wordsSchema: z.ZodMiniString = text(
  new RegExp(`^[^${UNREADABLE}]{0,200}$`, "u"),
  `must have 200 characters at most and no line breaks, ${andNoneOf}`,
);
export const colourSchema: z.ZodMiniString = text(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #3366cc");
const sampleRate = z.int().check(z.minimum(LOWEST_SAMPLE_RATE), z.maximum(384_000));

/** Confined to the document's folder: no absolute path, no drive, no address of a network, no `..`. */
const sourceFile = text(
  /^(?!\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/|(?:.*\/)?\.\.(?:\/|$))[^\\\p{Cc}]{1,1024}$/u,
  "must be a path inside the document's folder, with forward slashes and without ..",
);

export const sha256: z.ZodMiniString = text(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case");

const sourceRecord = z.looseObject({
  file: sourceFile.check(z.describe("Path relative to the document, with forward slashes.")),
  channels: z.int().check(z.minimum(1), z.maximum(64)),
  sampleRate: sampleRate.check(z.describe("Hz, as the file has it.")),
  frames: z.int().check(z.minimum(0), z.describe("Length in samples per channel.")),
  startSeconds: optional(z.number().check(z.minimum(0)), "When it starts to play. Absent means 0."),
  sha256: optional(sha256, "Hash of the file's bytes."),
});
const interfacePortRecord = z.looseObject({
  role: z.enum(["audio", "key"]).check(z.describe("`key` ports feed detectors.")),
});
const rangeRecord = z.looseObject({
  from: z.number().check(z.describe("Where the target stands at 0 %.")),
  to: z.number().check(z.describe("Where it stands at 100 %.")),
  curve: optional(z.enum(["linear", "exponential", "smooth"]), "The way between. Absent means linear."),
});
const exposedRecord = z.looseObject({
  targets: z.array(parameterTarget).check(z.minLength(1)),
  min: optional(z.number(), "Narrower than what the targets take."),
  max: optional(z.number()),
  percent: optional(z.number().check(z.minimum(0), z.maximum(100)), "Where a macro stands. Absent means 0."),
  ranges: optional(
    z.record(parameterTarget, rangeRecord),
    "Makes it a macro from 0 to 100 %: where each of the targets goes.",
  ),
});
const interfaceRecord = z.looseObject({
  inputs: z
    .record(id, interfacePortRecord)
    .check(z.describe("Inside the graph, input `main` is the endpoint `in.main`.")),
  outputs: z
    .record(id, interfacePortRecord)
    .check(z.describe("Inside the graph, output `main` is the endpoint `out.main`.")),
  params: orNone(z.record(id, exposedRecord)).check(
    z.describe("Parameters that the graph shows when it stands as a node, each with the `node.parameter` it drives."),
  ),
  order: optional(z.array(id), "Names of those parameters in the order in which they are shown."),
  meters: optional(
    z.record(id, endpoint),
    "Meters and plots that the graph shows, by name: `node.meter`, or `node.plot`.",
  ),
});
const plainValue = z.union([z.number(), z.string(), z.boolean()]);
/** Any JSON, which the text was already. What a known type takes is told with its address by `upgradeNodes`. */
const savedValue: z.ZodMiniType<SavedValue> = z.json();
const nodeRecord = z.looseObject({
  type: nodeType.check(z.describe("`pack.name` of the node's definition.")),
  version: z.int().check(z.minimum(1), z.describe("Version of the definition that the parameters are written for.")),
  label: optional(labelSchema, "What people read. The id stays what connections refer to."),
  colour: optional(colourSchema),
  source: optional(id, "What a track plays."),
  graph: optional(id, "A strip's insert chain, or what a chain node contains."),
  bypassed: optional(z.boolean()),
  muted: optional(z.boolean()),
  order: optional(
    text(ORDER_PATTERN, "must be ids with / between them, 16 at most"),
    "Where it stands in sums, in place of its id.",
  ),
  pinned: optional(id, "The graph that a chain node followed until it was pinned."),
  params: orNone(z.record(id, savedValue)).check(
    z.describe("Plain values in the unit that each name ends with: `thresholdDb`, `attackMs`."),
  ),
});
const { gainDb, panPercent } = connectionParameters;
const connectionRecord = z.looseObject({
  from: endpoint.check(z.describe("`node.port` of an output, or `in.port`.")),
  to: endpoint.check(z.describe("`node.port` of an input, or `out.port`. Every input is a sum.")),
  gainDb: optional(z.number().check(z.minimum(gainDb.min), z.maximum(gainDb.max)), gainDb.description),
  panPercent: optional(z.number().check(z.minimum(panPercent.min), z.maximum(panPercent.max)), panPercent.description),
  muted: optional(z.boolean()),
});
/** Semantic Versioning 2.0.0, without leading zeros. */
const version = text(
  /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?$/,
  "must be a version such as 1.0.0",
).check(z.describe("Semantic version."));
const licence = text(/^[A-Za-z0-9.+:() -]{1,200}$/, "must be an SPDX licence such as MIT or CC0-1.0").check(
  z.describe("SPDX licence expression."),
);
const originRecord = z.looseObject({
  name: wordsSchema,
  version: optional(version),
  sha256: sha256.check(z.describe("Hash of the chain's content.")),
});
const definitionRecord = z.looseObject({
  ...originRecord.shape,
  author: optional(wordsSchema, "Who made it."),
  licence: optional(licence),
  derivedFrom: optional(z.array(originRecord).check(z.maxLength(64)), "What it was made from, nearest first."),
});
const graphRecord = z.looseObject({
  name: optional(labelSchema),
  definition: optional(definitionRecord, "The chain that the graph was placed from."),
  interface: interfaceRecord,
  nodes: z.record(nodeIdSchema, nodeRecord),
  connections: z.array(connectionRecord),
});
const pointRecord = z.looseObject({
  atSeconds: z.number().check(z.minimum(0)),
  value: z.number().check(z.describe("Plain value, in the parameter's unit.")),
  curve: z.enum(["hold", "linear", "smooth"]).check(z.describe("The way to the next point.")),
});
const laneRecord = z.looseObject({ points: z.array(pointRecord) });
const positionRecord = z.looseObject({ x: z.number(), y: z.number() });
const layout = z
  .record(id, z.record(id, positionRecord))
  .check(z.describe("Where boxes stand in an editor. Changes no sound."));
const goldenRecord = z.looseObject({
  pcmSha256: sha256.check(z.describe("Hash of interleaved little-endian 32-bit floats, latency taken off.")),
});
const note = text(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u, "must have no control characters but line breaks and tabs");
const frameRecord = z.looseObject({
  x: z.number(),
  y: z.number(),
  width: z.number().check(z.minimum(1)),
  height: z.number().check(z.minimum(1)),
  title: optional(labelSchema),
  note: optional(note.check(z.maxLength(10_000))),
  colour: optional(colourSchema),
});
const mixRecord = z.looseObject({
  $schema: optional(z.string()),
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  name: labelSchema.check(z.describe("Title of the song or mix.")),
  sampleRate: sampleRate.check(z.describe("Hz. Sources at other rates are resampled to it.")),
  root: id.check(z.describe("The graph whose output `main` is the mix.")),
  sources: orNone(z.record(id, sourceRecord)).check(z.describe("Audio files that tracks play.")),
  graphs: z
    .record(id, graphRecord)
    .check(z.describe("Graphs by id; a graph with an interface can stand as a node in another.")),
  automation: orNone(z.record(automationAddress, laneRecord)).check(
    z.describe("Parameter values over time, by address `graph/node.parameter`."),
  ),
  layout: orNone(layout),
  frames: optional(
    z.record(id, z.record(id, frameRecord)),
    "Frames and notes behind the boxes of an editor. Changes no sound.",
  ),
});
const { version: chainVersion, author, licence: chainLicence, derivedFrom } = definitionRecord.shape;
const chainRecord = z.looseObject({
  $schema: optional(z.string()),
  format: z.literal(CHAIN_FORMAT),
  formatVersion: z.literal(CHAIN_FORMAT_VERSION),
  name: wordsSchema.check(z.describe("What people call it.")),
  version: chainVersion,
  summary: wordsSchema.check(z.describe("One sentence: what it does, and when to take it.")),
  description: optional(
    text(
      new RegExp(`^(?:[^${UNREADABLE}]|\\n){0,10000}$`, "u"),
      `must have 10000 characters at most, lines that end in \\n, and no ${andNoneOf}`,
    ),
    "As long as it needs to be: how it is meant, what to listen for.",
  ),
  tags: z.array(wordsSchema).check(z.maxLength(64), z.describe("Words to find it by.")),
  author,
  licence: chainLicence,
  derivedFrom,
  golden: optional(goldenRecord, "What the chain made of the standard test loop."),
  root: id.check(z.describe("The graph that becomes a node; its interface has `main` both ways.")),
  graphs: z.record(id, graphRecord).check(z.describe("Graphs by id: the chain, and what stands as nodes in it.")),
  layout: optional(layout),
});

export const plainValueSchema: z.ZodMiniType<PlainValue> = plainValue;
export const sourceSchema: z.ZodMiniType<SourceRecord> = sourceRecord;
export const graphSchema: z.ZodMiniType<GraphRecord> = graphRecord;
export const connectionSchema: z.ZodMiniType<ConnectionRecord> = connectionRecord;
export const pointsSchema: z.ZodMiniType<AutomationPoint[]> = z.array(pointRecord);
export const exposedSchema: z.ZodMiniType<ExposedParameter> = exposedRecord;
export const meterSchema: z.ZodMiniString = endpoint;
export const positionSchema: z.ZodMiniType<{ x: number; y: number }> = positionRecord;
export const frameSchema: z.ZodMiniType<FrameRecord> = frameRecord;
/** A mix. Fields that this version does not know are kept, here as in every record. */
export const mixSchema: z.ZodMiniType<MixDocument> = mixRecord;
/** A chain by itself. */
export const chainSchema: z.ZodMiniType<ChainDocument> = chainRecord;

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
  | "position"
  | "frame";

const records: Readonly<Record<RecordKind, z.ZodMiniObject>> = {
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
  frame: frameRecord,
};

/** The names of each record's fields, in the order in which they are written. */
export const fieldNames: Readonly<Record<RecordKind, readonly string[]>> = Object.fromEntries(
  Object.entries(records).map(([kind, record]) => [kind, Object.keys(record.shape)]),
) as Record<RecordKind, string[]>;
