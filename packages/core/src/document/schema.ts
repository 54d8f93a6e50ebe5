import * as z from "zod/mini";
import { LOWEST_SAMPLE_RATE, type PlainValue } from "../definition/parameters.ts";
import { connectionParameters } from "./connection-parameters.ts";
import { ENDPOINT_PATTERN, ID_PATTERN, NODE_ID_PATTERN, PARAMETER_ADDRESS_PATTERN } from "./names.ts";
import {
  FORMAT,
  FORMAT_VERSION,
  type AutomationPoint,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type SavedValue,
  type SourceRecord,
} from "./types.ts";

const text = (pattern: RegExp, rule: string): z.ZodMiniString => z.string().check(z.regex(pattern, { error: rule }));

/** A field that may be absent. */
const optional = <T extends z.ZodMiniType>(schema: T, description = ""): z.ZodMiniExactOptional<T> =>
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
export const colourSchema: z.ZodMiniString = text(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #3366cc");
const sampleRate = z.int().check(z.minimum(LOWEST_SAMPLE_RATE), z.maximum(384_000));

/** Confined to the document's folder: no absolute path, no drive, no address of a network, no `..`. */
const sourceFile = text(
  /^(?!\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/|(?:.*\/)?\.\.(?:\/|$))[^\\\p{Cc}]{1,1024}$/u,
  "must be a path inside the document's folder, with forward slashes and without ..",
);

const sourceRecord = z.looseObject({
  file: sourceFile.check(z.describe("Path relative to the document, with forward slashes.")),
  channels: z.int().check(z.minimum(1), z.maximum(64)),
  sampleRate: sampleRate.check(z.describe("Hz, as the file has it.")),
  frames: z.int().check(z.minimum(0), z.describe("Length in samples per channel.")),
  startSeconds: optional(z.number().check(z.minimum(0)), "When it starts to play. Absent means 0."),
  sha256: optional(text(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case"), "Hash of the file's bytes."),
});
const interfacePortRecord = z.looseObject({
  role: z.enum(["audio", "key"]).check(z.describe("`key` ports feed detectors.")),
});
const exposedRecord = z.looseObject({ targets: z.array(parameterTarget).check(z.minLength(1)) });
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
const graphRecord = z.looseObject({
  name: optional(labelSchema),
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
  layout: orNone(z.record(id, z.record(id, positionRecord))).check(
    z.describe("Where boxes stand in an editor. Changes no sound."),
  ),
});

export const plainValueSchema: z.ZodMiniType<PlainValue> = plainValue;
export const sourceSchema: z.ZodMiniType<SourceRecord> = sourceRecord;
export const graphSchema: z.ZodMiniType<GraphRecord> = graphRecord;
export const connectionSchema: z.ZodMiniType<ConnectionRecord> = connectionRecord;
export const pointsSchema: z.ZodMiniType<AutomationPoint[]> = z.array(pointRecord);
export const positionSchema: z.ZodMiniType<{ x: number; y: number }> = positionRecord;
/** A mix. Fields that this version does not know are kept, here as in every record. */
export const mixSchema: z.ZodMiniType<MixDocument> = mixRecord;

/** The records of the format that have named fields. */
export type RecordKind =
  | "mix"
  | "source"
  | "graph"
  | "interface"
  | "interfacePort"
  | "exposed"
  | "node"
  | "connection"
  | "lane"
  | "point"
  | "position";

const records: Readonly<Record<RecordKind, z.ZodMiniObject>> = {
  mix: mixRecord,
  source: sourceRecord,
  graph: graphRecord,
  interface: interfaceRecord,
  interfacePort: interfacePortRecord,
  exposed: exposedRecord,
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
