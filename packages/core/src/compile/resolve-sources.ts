import { cos, decibelsToGain } from "@twobus/dsp";
import { CHAIN_TYPE, type ConnectionRecord, type NodeRecord } from "../document/types.ts";
import { LIMITS } from "../document/limits.ts";
import { isStrip } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import { fault } from "../problem.ts";
import type { FlatEdge } from "./flat-graph.ts";
import { addressOf, headOf, orderOf, type GraphInstance } from "./instances.ts";

/**
 * What cables do on the way from a primitive output to a primitive input. Levels are added in dB, as they are where two cables
 * become one.
 */
interface Way {
  readonly gainDb: number;
  readonly left: number;
  readonly right: number;
  readonly audible: boolean;
}

const DIRECT: Way = { gainDb: 0, left: 1, right: 1, audible: true };
const INVERTED: Way = { ...DIRECT, left: -1, right: -1 };

export interface SourceResolver {
  /** Every primitive output that arrives at an endpoint of a graph, in the order of summation. */
  into(instance: GraphInstance, endpoint: string): FlatEdge[];
  /** What arrives at a strip's fader: the end of its chain, or its head where there is none or it is bypassed. */
  beforeFader(instance: GraphInstance, id: string, record: NodeRecord): FlatEdge[];
  /** What leaves a node and, inverted, what arrives at it; of a strip what leaves and what arrives at its chain. */
  difference(instance: GraphInstance, id: string, record: NodeRecord): FlatEdge[];
}

/**
 * Follows cables backwards through interfaces, chains, bypassed nodes and placeholders to the processors that feed them.
 * Sums of sums become one sum, ordered by node id, so that grouping nodes changes no bit.
 */
export function createSourceResolver(registry: Registry): SourceResolver {
  let edges = 0;

  const arriving = (instance: GraphInstance, endpoint: string, way: Way): FlatEdge[] =>
    (instance.connectionsTo.get(endpoint) ?? []).flatMap((connection) =>
      leaving(instance, connection.from, along(way, connection)),
    );

  const leaving = (instance: GraphInstance, endpoint: string, way: Way): FlatEdge[] => {
    const [id = "", port = ""] = endpoint.split(".");
    if (id === "in") return fromOutside(instance, port, way);
    const record = instance.graph.nodes[id];
    if (record === undefined) throw fault("unknown-node", endpoint, `nothing is called "${id}" here`);
    const ownWay = record.muted === true ? { ...way, audible: false } : way;
    const definition = registry.definition(record.type);
    const child = instance.children.get(id);
    if (definition !== undefined && isStrip(definition)) {
      if (port === "main" || child === undefined)
        return [edge(addressOf(instance, id), port, orderOf(instance, id), ownWay)];
      return arriving(child, `out.${port}`, ownWay);
    }
    if (record.type === CHAIN_TYPE && child !== undefined) {
      return withBypass(
        record,
        ownWay,
        (wet) => arriving(child, `out.${port}`, wet),
        (dry) => arriving(instance, `${id}.main`, dry),
      );
    }
    if (definition === undefined) return arriving(instance, `${id}.main`, ownWay);
    const input = Object.keys(definition.inputs)[0];
    return withBypass(
      record,
      ownWay,
      (wet) => [edge(addressOf(instance, id), port, orderOf(instance, id), wet)],
      (dry) => (input === undefined ? [] : arriving(instance, `${id}.${input}`, dry)),
    );
  };

  const fromOutside = (instance: GraphInstance, port: string, way: Way): FlatEdge[] => {
    const { parent, ownerId } = instance;
    if (parent === undefined) return [];
    const owner = registry.definition(parent.graph.nodes[ownerId]!.type);
    if (port === "main" && owner !== undefined && isStrip(owner))
      return [edge(headOf(instance.address), "main", headOf(instance.order), way)];
    return arriving(parent, `${ownerId}.${port}`, way);
  };

  const edge = (from: string, fromPort: string, orderKey: string, way: Way): FlatEdge => {
    if (++edges > LIMITS.connections)
      throw fault("too-many-connections", from, `the mix unfolds to more than ${LIMITS.connections} connections`);
    const gain = decibelsToGain(way.gainDb);
    return { from, fromPort, orderKey, gainLeft: way.left * gain, gainRight: way.right * gain, audible: way.audible };
  };

  const head = (instance: GraphInstance, id: string, way: Way): FlatEdge[] => [
    edge(headOf(addressOf(instance, id)), "main", headOf(orderOf(instance, id)), way),
  ];

  const beforeFader = (instance: GraphInstance, id: string, record: NodeRecord): FlatEdge[] => {
    const dry = (way: Way): FlatEdge[] => head(instance, id, way);
    const child = instance.children.get(id);
    if (child === undefined) return dry(DIRECT);
    return inOrder(withBypass(record, DIRECT, (wet) => arriving(child, "out.main", wet), dry));
  };

  return {
    into: (instance, endpoint) => inOrder(arriving(instance, endpoint, DIRECT)),
    beforeFader,
    difference: (instance, id, record) => {
      const definition = registry.definition(record.type);
      if (definition !== undefined && isStrip(definition)) {
        return inOrder([...beforeFader(instance, id, record), ...head(instance, id, INVERTED)]);
      }
      const [input = "main"] = Object.keys(definition?.inputs ?? {});
      const [output = "main"] = Object.keys(definition?.outputs ?? {});
      return inOrder([
        ...leaving(instance, `${id}.${output}`, DIRECT),
        ...arriving(instance, `${id}.${input}`, INVERTED),
      ]);
    },
  };
}

/** A bypassed node's output is its input; the silent way through it stays, so that its latency stays. */
function withBypass(
  record: NodeRecord,
  way: Way,
  wet: (way: Way) => FlatEdge[],
  dry: (way: Way) => FlatEdge[],
): FlatEdge[] {
  if (record.bypassed !== true) return wet(way);
  return [...wet({ ...way, audible: false }), ...dry(way)];
}

function along(way: Way, { gainDb = 0, panPercent = 0, muted = false }: ConnectionRecord): Way {
  return {
    gainDb: way.gainDb + gainDb,
    left: way.left * farSide(panPercent / 100),
    right: way.right * farSide(-panPercent / 100),
    audible: way.audible && !muted,
  };
}

/** The pan law of strips: the side that the pan moves away from falls along a cosine to exactly 0. */
function farSide(away: number): number {
  if (away <= 0) return 1;
  return away >= 1 ? 0 : cos((away * Math.PI) / 2);
}

/** By node id, then by full address as it was before any grouping: the same order however nodes are nested or were inserted. */
function inOrder(edges: FlatEdge[]): FlatEdge[] {
  const keyOf = ({ orderKey, from, fromPort }: FlatEdge): string => {
    const steps = orderKey.split("/");
    const id = from.endsWith("/in") ? steps.at(-2) : steps.at(-1);
    return `${id} ${orderKey} ${from} ${fromPort}`;
  };
  return edges
    .map((edge) => ({ edge, key: keyOf(edge) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : bySize(a.edge, b.edge)))
    .map(({ edge }) => edge);
}

/** Several ways from one place, where the one through a bypassed chain meets a direct one, say. */
function bySize(a: FlatEdge, b: FlatEdge): number {
  return a.gainLeft - b.gainLeft || a.gainRight - b.gainRight || Number(a.audible) - Number(b.audible);
}
