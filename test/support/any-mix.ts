import {
  isStrip,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeDefinition,
  type NodeRecord,
  type Parameter,
  type PlainValue,
} from "@twobus/core";
import type { Signals } from "@twobus/core/laws";
import { builtInPack } from "@twobus/nodes";
import { cable, chain, mix, node, registry } from "./mixes.ts";
import { outsidePack } from "./outside-pack.ts";

// Any mix of whatever the palette has: for laws that hold through all of them.

export const FRAMES = 2048;
export const TRACKS = ["one", "two", "three"] as const;
export const sources = Object.fromEntries(TRACKS.map((id) => [id, { file: `${id}.wav`, frames: FRAMES }]));

export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

/** Nodes that sound goes through from `main` to `main`, and that add none of their own. */
export const processors: readonly NodeDefinition[] = builtInPack.nodes.filter(
  (definition) =>
    !isStrip(definition) &&
    definition.generates !== true &&
    Object.hasOwn(definition.inputs, "main") &&
    Object.hasOwn(definition.outputs, "main"),
);

/** Bursts of noise and tones at changing levels, different in both channels. */
export function signals(random: Random): Signals {
  const channel = (step: number): Float64Array => {
    let level = 0;
    return Float64Array.from({ length: FRAMES }, (_, n) => {
      if (n % 256 === 0) level = random();
      return level * (0.6 * Math.sin(n * step) + 0.4 * (2 * random() - 1));
    });
  };
  return Object.fromEntries(TRACKS.map((id, index) => [id, [channel(0.02 + index / 7), channel(0.03 + index / 5)]]));
}

export const tracks = (): Record<string, NodeRecord> =>
  Object.fromEntries(TRACKS.map((id) => [id, node("track", {}, { source: id })]));

/** What adds sound of its own (a key that is listened to, noise, the thump of unlike halves) belongs to no stem: it stays off. */
const ADDS_SOUND = /listen|noise|hiss|flutter|imbalance/i;

function anyValue(name: string, parameter: Parameter, random: Random): PlainValue {
  if (ADDS_SOUND.test(name)) return parameter.default;
  if (parameter.kind === "toggle") return random() < 0.5;
  if (parameter.kind === "choice") return pick<PlainValue>(parameter.options, random);
  const { min, max, default: usual } = parameter;
  const end = random() < 0.5 ? min : max;
  return usual + (end - usual) * random() ** 2;
}

const anyValues = ({ params }: NodeDefinition, random: Random): Record<string, PlainValue> =>
  Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, anyValue(name, parameter, random)]));

export function anyNode(definition: NodeDefinition, random: Random): NodeRecord {
  const values = anyValues(definition, random);
  return node(definition.type.slice("twobus.".length), random() < 0.3 ? {} : values);
}

/** A bus that lets sound through, of any character where it may have one. */
function anyBus(random: Random, hasCharacter: boolean, rest: Partial<NodeRecord> = {}): NodeRecord {
  const levels = { trimDb: 6 * random(), faderDb: -6 * random(), delayMs: random() };
  const values = anyValues(registry.definition("twobus.bus")!, random);
  return node("bus", { ...values, ...levels, ...(hasCharacter ? {} : { summing: "clean" }) }, rest);
}

export interface AnyMixOptions {
  /** Which processors there may be. */
  readonly isChoice: (definition: NodeDefinition) => boolean;
  /** Whether buses may add up as consoles do. */
  readonly hasCharacters: boolean;
  /** Whether processors of another pack stand among them, which cannot say what they did. */
  readonly hasOutside?: boolean;
}

const OUTSIDE = outsidePack.nodes[0]!;

/** Any graph of such nodes and buses: sends, keys, parallel ways, chains in buses and buses in chains, two lanes of automation. */
export function anyMix(random: Random, { isChoice, hasCharacters, hasOutside = false }: AnyMixOptions): MixDocument {
  const choices = processors.filter(isChoice);
  const anyProcessor = (): NodeRecord => anyNode(pick(choices, random), random);
  const nodes = tracks();
  const connections: ConnectionRecord[] = [];
  const graphs: Record<string, GraphRecord> = {};
  const before: string[] = [...TRACKS];
  const place = (id: string, record: NodeRecord, inputs: Readonly<Record<string, { readonly role: string }>>): void => {
    nodes[id] = record;
    for (const [port, { role }] of Object.entries(inputs)) {
      if (role === "audio" || random() < 0.5) connections.push(...incoming(before, `${id}.${port}`, random));
    }
    before.push(id);
  };
  const chainOf = (id: string): GraphRecord => {
    const inner = anyProcessor();
    const key = Object.entries(registry.definition(inner.type)!.inputs).find(([, { role }]) => role === "key")?.[0];
    const inserts: Record<string, NodeRecord> = { inner };
    if (random() < 0.4) {
      graphs[`${id}-nested`] = chain({ deep: anyProcessor() });
      inserts["nested"] = anyBus(random, hasCharacters, { graph: `${id}-nested` });
    }
    return key === undefined ? chain(inserts) : chain(inserts, [cable("in.key", `inner.${key}`)], ["key"]);
  };
  const count = 2 + Math.floor(random() * 4);
  for (let index = 0; index < count; index++) {
    const id = `node-${index}`;
    const kind = random();
    if (kind < 0.3) {
      const graph = `chain-${index}`;
      graphs[graph] = chainOf(graph);
      place(id, anyBus(random, hasCharacters, { graph }), graphs[graph].interface.inputs);
    } else if (kind < 0.5) {
      place(id, anyBus(random, hasCharacters), { main: { role: "audio" } });
    } else {
      const record = anyProcessor();
      place(id, record, registry.definition(record.type)!.inputs);
    }
    if (hasOutside && random() < 0.4) {
      const { type, version } = OUTSIDE;
      place(`outside-${index}`, { type, version, params: anyValues(OUTSIDE, random) }, OUTSIDE.inputs);
    }
  }
  connections.push(cable(before.at(-1)!, "out"), cable(pick(before.slice(0, -1), random), "out", { gainDb: -6 }));
  const root: GraphRecord = {
    interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} },
    nodes,
    connections,
  };
  const document = mix(sources, { mix: root, ...graphs });
  return { ...document, automation: anyAutomation(document, random) };
}

function incoming(before: readonly string[], to: string, random: Random): ConnectionRecord[] {
  const first = pick(before, random);
  const others = before.filter((id) => id !== first && random() < 0.3);
  return [first, ...others].map((from) => cable(from, to, { gainDb: -12 * random() }));
}

/** Two lanes, over numbers anywhere in the mix, strips' levels apart: what is off is not heard. */
function anyAutomation({ graphs, sampleRate }: MixDocument, random: Random): MixDocument["automation"] {
  const movable = Object.entries(graphs).flatMap(([graph, { nodes }]) =>
    Object.entries(nodes).flatMap(([id, { type }]) => {
      const params = registry.definition(type)?.params ?? {};
      return Object.entries(params).flatMap(([name, parameter]) => {
        const moves = parameter.kind === "number" && parameter.structural !== true && parameter.isLevel !== true;
        return moves && !ADDS_SOUND.test(name) ? [{ address: `${graph}/${id}.${name}`, name, parameter }] : [];
      });
    }),
  );
  const lanes = movable.length === 0 ? [] : [pick(movable, random), pick(movable, random)];
  return Object.fromEntries(
    lanes.map(({ address, name, parameter }) => {
      const points = [0, 0.4, 0.7, 0.9].map((way) => ({
        atSeconds: (way * FRAMES) / sampleRate,
        value: anyValue(name, parameter, random) as number,
        curve: pick(["linear", "smooth", "hold"] as const, random),
      }));
      return [address, { points }];
    }),
  );
}
