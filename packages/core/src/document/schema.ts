import { z } from "zod";
import { connectionParameters } from "./connection-parameters.ts";
import { ID_PATTERN, NODE_ID_PATTERN } from "./names.ts";
import {
  FORMAT,
  FORMAT_VERSION,
  SCHEMA_URL,
  type AutomationPoint,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
  type SourceRecord,
} from "./types.ts";

const ID = ID_PATTERN.source.slice(1, -1);
const NODE_ID = NODE_ID_PATTERN.source.slice(1, -1);

const text = (pattern: RegExp, rule: string) => z.string().regex(pattern, { error: rule });

const idRule = "must start with a letter, then hold letters, digits, _ and - only, 64 at most (and not be “constructor”)";
const id = text(ID_PATTERN, idRule);
export const nodeIdSchema: z.ZodType<string> = text(NODE_ID_PATTERN, `${idRule}; “in” and “out” are the graph's own`);
export const idSchema: z.ZodType<string> = id;

const endpoint = text(
  new RegExp(`^(?:${NODE_ID}|in|out)\\.${ID}$`),
  "must be node.port, such as kick.main, or a port of the graph itself, such as in.main",
);
const parameterTarget = text(new RegExp(`^${NODE_ID}\\.${ID}$`), "must be node.parameter, such as comp.thresholdDb");
const automationAddress = text(
  new RegExp(`^${ID}/${NODE_ID}\\.${ID}$`),
  "must be graph/node.parameter, such as mix/kick.faderDb",
);
const nodeType = text(/^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_.-]*$/, "must be pack.name, such as twobus.bus");
const label = text(/^\P{Cc}{0,200}$/u, "must have 200 characters at most and no line breaks or other control characters");
export const labelSchema: z.ZodType<string> = label;
const colour = text(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #3366cc");
export const colourSchema: z.ZodType<string> = colour;
const sampleRate = z.int().min(8000).max(384_000);

/** Confined to the document's folder: no absolute path, no drive, no address of a network, no `..`. */
const sourceFile = text(
  /^(?!\/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:\/\/|(?:.*\/)?\.\.(?:\/|$))[^\\\p{Cc}]{1,1024}$/u,
  "must be a path inside the document's folder, with forward slashes and without ..",
);

type ObjectBuilder = typeof z.looseObject;

/** The records of a mix. Loose, they keep fields that this version does not know; strict, they tell them. */
function recordSchemas(object: ObjectBuilder) {
  const source = object({
    file: sourceFile.describe("Path relative to the document, with forward slashes."),
    channels: z.int().min(1).max(64),
    sampleRate: sampleRate.describe("Hz, as the file has it."),
    frames: z.int().min(0).describe("Length in samples per channel."),
    startSeconds: z.number().min(0).exactOptional().describe("When it starts to play. Absent means 0."),
    sha256: text(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case")
      .exactOptional()
      .describe("Hash of the file's bytes."),
  });
  const interfacePort = object({ role: z.enum(["audio", "key"]).describe("`key` ports feed detectors.") });
  const graphInterface = object({
    inputs: z.record(id, interfacePort).describe("Inside the graph, input `main` is the endpoint `in.main`."),
    outputs: z.record(id, interfacePort).describe("Inside the graph, output `main` is the endpoint `out.main`."),
    params: z
      .record(id, object({ targets: z.array(parameterTarget).min(1) }))
      .default(() => ({}))
      .describe("Parameters that the graph shows when it stands as a node, each with the `node.parameter` it drives."),
  });
  const node = object({
    type: nodeType.describe("`pack.name` of the node's definition."),
    version: z.int().min(1).describe("Version of the definition that the parameters are written for."),
    params: z
      .record(id, z.union([z.number(), z.string(), z.boolean()]))
      .default(() => ({}))
      .describe("Plain values in the unit that each name ends with: `thresholdDb`, `attackMs`."),
    bypassed: z.boolean().exactOptional(),
    muted: z.boolean().exactOptional(),
    label: label.exactOptional().describe("What people read. The id stays what connections refer to."),
    colour: colour.exactOptional(),
    graph: id.exactOptional().describe("A strip's insert chain, or what a chain node contains."),
    source: id.exactOptional().describe("What a track plays."),
  });
  const { gainDb, panPercent } = connectionParameters;
  const connection = object({
    from: endpoint.describe("`node.port` of an output, or `in.port`."),
    to: endpoint.describe("`node.port` of an input, or `out.port`. Every input is a sum."),
    gainDb: z.number().min(gainDb.min).max(gainDb.max).exactOptional().describe(gainDb.description),
    panPercent: z.number().min(panPercent.min).max(panPercent.max).exactOptional().describe(panPercent.description),
    muted: z.boolean().exactOptional(),
  });
  const graph = object({
    name: label.exactOptional(),
    interface: graphInterface,
    nodes: z.record(nodeIdSchema as z.ZodString, node),
    connections: z.array(connection),
  });
  const point = object({
    atSeconds: z.number().min(0),
    value: z.number().describe("Plain value, in the parameter's unit."),
    curve: z.enum(["hold", "linear", "smooth"]).describe("The way to the next point."),
  });
  const position = object({ x: z.number(), y: z.number() });
  const mix = object({
    $schema: z.string().exactOptional(),
    format: z.literal(FORMAT),
    formatVersion: z.literal(FORMAT_VERSION),
    name: label.describe("Title of the song or mix."),
    sampleRate: sampleRate.describe("Hz. Sources at other rates are resampled to it."),
    root: id.describe("The graph whose output `main` is the mix."),
    sources: z
      .record(id, source)
      .default(() => ({}))
      .describe("Audio files that tracks play."),
    graphs: z.record(id, graph).describe("Graphs by id; a graph with an interface can stand as a node in another."),
    automation: z
      .record(automationAddress, object({ points: z.array(point) }))
      .default(() => ({}))
      .describe("Parameter values over time, by address `graph/node.parameter`."),
    layout: z
      .record(id, z.record(id, position))
      .default(() => ({}))
      .describe("Where boxes stand in an editor. Changes no sound."),
  });
  return { source, node, connection, graph, points: z.array(point), position, mix };
}

const loose = recordSchemas(z.looseObject);
// Only the treatment of unknown fields differs, so the strict schemas take the loose ones' types.
const strict = recordSchemas(z.strictObject as unknown as ObjectBuilder);

export const sourceSchema: z.ZodType<SourceRecord> = loose.source;
export const nodeSchema: z.ZodType<NodeRecord> = loose.node;
export const connectionSchema: z.ZodType<ConnectionRecord> = loose.connection;
export const graphSchema: z.ZodType<GraphRecord> = loose.graph;
export const pointsSchema: z.ZodType<AutomationPoint[]> = loose.points;
export const positionSchema: z.ZodType<{ x: number; y: number }> = loose.position;
/** A mix, keeping fields that this version does not know. */
export const mixSchema: z.ZodType<MixDocument> = loose.mix;
/** A mix with known fields only: tells a misspelt or newer field from a known one. */
export const strictMixSchema: z.ZodType<MixDocument> = strict.mix;

/** The format as JSON Schema draft 2020-12, for editors and other programs. */
export function mixJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(loose.mix, { io: "input", target: "draft-2020-12" });
  return { ...schema, $id: SCHEMA_URL, title: "Twobus mix", description: "A mix as a graph that ends in the stereo bus." };
}
