import fc from "fast-check";
import type { GraphRecord, MixDocument, NodeRecord } from "../src/document/types.ts";

/** Few enough that documents refer to what they have. */
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("main", "a", "b", "c") },
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/),
  fc.constantFrom("toString", "hasOwnProperty", "valueOf", "prototype", "x".repeat(64)),
);
const isFreeForNodes = (name: string): boolean => !["in", "out"].includes(name);
const nodeId = id.filter(isFreeForNodes);
// JSON text has −0, but the canonical text does not: −0 + 0 is 0.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const label = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text));
const records = <T>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(keys, values, { maxKeys: 4, noNullPrototype: true });
const endpoint = fc.tuple(id, id).map(([node, port]) => `${node}.${port}`);
const target = fc.tuple(nodeId, id).map(([node, param]) => `${node}.${param}`);

const node: fc.Arbitrary<NodeRecord> = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom("toy.bus", "toy.track", "toy.gain", "twobus.chain"),
      fc.tuple(id, id).map(([pack, name]) => `${pack}.${name}`),
    ),
    version: fc.constant(1),
    params: records(id, fc.oneof(number, fc.boolean(), fc.string())),
    bypassed: fc.boolean(),
    muted: fc.boolean(),
    label,
    colour: fc.constantFrom("#3366cc", "#FFFFFF"),
    graph: id,
    source: id,
  },
  { requiredKeys: ["type", "version", "params"] },
) as fc.Arbitrary<NodeRecord>;

const ports = records(id, fc.record({ role: fc.constantFrom("audio" as const, "key" as const) }));

const connection = fc.record(
  {
    from: endpoint,
    to: endpoint,
    gainDb: fc.integer({ min: -96, max: 24 }),
    panPercent: fc.integer({ min: -100, max: 100 }),
    muted: fc.boolean(),
  },
  { requiredKeys: ["from", "to"] },
);

const graph = fc.record(
  {
    name: label,
    interface: fc.record({
      inputs: ports,
      outputs: ports,
      params: records(id, fc.record({ targets: fc.array(target, { minLength: 1, maxLength: 3 }) })),
    }),
    nodes: records(nodeId, node),
    connections: fc.uniqueArray(connection, { maxLength: 6, selector: ({ from, to }) => `${from} ${to}` }),
  },
  { requiredKeys: ["interface", "nodes", "connections"] },
) as fc.Arbitrary<GraphRecord>;

const source = fc.record(
  {
    file: fc.constantFrom("a.wav", "audio/b c.flac", "é/ü.wav"),
    channels: fc.integer({ min: 1, max: 64 }),
    sampleRate: fc.constantFrom(44100, 48000, 96000),
    frames: fc.nat(),
    startSeconds: number.map(Math.abs),
    sha256: fc.constant("0".repeat(64)),
  },
  { requiredKeys: ["file", "channels", "sampleRate", "frames"] },
);

const point = fc.record({
  atSeconds: number.map(Math.abs),
  value: number,
  curve: fc.constantFrom("hold" as const, "linear" as const, "smooth" as const),
});

/** Documents of the right shape, whatever they mean together. */
export const arbitraryMix: fc.Arbitrary<MixDocument> = fc.record({
  format: fc.constant("twobus-mix" as const),
  formatVersion: fc.constant(1),
  name: label,
  sampleRate: fc.constantFrom(44100, 48000),
  root: id,
  sources: records(id, source),
  graphs: records(id, graph),
  automation: records(
    fc.tuple(id, target).map(([graphId, address]) => `${graphId}/${address}`),
    fc.record({ points: fc.array(point, { maxLength: 4 }) }),
  ),
  layout: records(id, records(id, fc.record({ x: number, y: number }))),
}) as fc.Arbitrary<MixDocument>;
