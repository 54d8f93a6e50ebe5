import type { Registry } from "../definition/pack.ts";
import { isPlainValue, type PlainValue } from "../definition/parameters.ts";
import { canonical, type ChainContent } from "./chain-hash.ts";
import type { ChainDocument } from "./chain-types.ts";
import { own } from "./names.ts";
import { emptyMix, type ConnectionRecord, type GraphId, type GraphRecord, type NodeId } from "./types.ts";
import { upgradeNodes } from "./upgrade-nodes.ts";

/** Something inside a chain that is otherwise than in another version of it. */
export type ChainDifference = ValueDifference | StructureDifference;

/** A value of a node that both have. */
export interface ValueDifference {
  readonly kind: "value";
  /** Nodes from the chain's own graph inwards; the last one has the value. */
  readonly path: readonly NodeId[];
  readonly param: string;
  readonly before: PlainValue | undefined;
  readonly after: PlainValue | undefined;
}

/** Anything else: a node, a cable, what is shown. */
export interface StructureDifference {
  readonly kind: "structure";
  /** What became of it: `tape was added`, `clip.main → out.main was taken away`. */
  readonly message: string;
}

/** A chain as it stands in a mix when it has just been placed there: its nodes brought to the versions of the registry. */
export function placedContent({ root, graphs }: ChainDocument, registry: Registry): ChainContent {
  return { root, graphs: upgradeNodes({ ...emptyMix("", 48_000), root, graphs }, registry).document.graphs };
}

/** What was done to `before` so that it became `after`, from the outer graph inwards, in order of nodes. Layout and names do not count. */
export function chainDifferences(before: ChainContent, after: ChainContent): ChainDifference[] {
  return graphDifferences(before, after, before.root, after.root, []);
}

/** `tape.biasDb 2, not 0`, or what became of it. */
export function differenceText(difference: ChainDifference): string {
  if (difference.kind === "structure") return difference.message;
  const { path, param, before, after } = difference;
  return `${path.join("/")}.${param} ${valueText(after)}, not ${valueText(before)}`;
}

const valueText = (value: PlainValue | undefined): string => (value === undefined ? "as it comes" : String(value));

function graphDifferences(
  before: ChainContent,
  after: ChainContent,
  beforeId: GraphId,
  afterId: GraphId,
  path: readonly NodeId[],
): ChainDifference[] {
  const [old, now] = [own(before.graphs, beforeId), own(after.graphs, afterId)];
  if (old === undefined || now === undefined) return [];
  const where = (id: string): string => [...path, id].join("/");
  const ids = [...new Set([...Object.keys(old.nodes), ...Object.keys(now.nodes)])].toSorted();
  return [
    ...ids.flatMap((id) => {
      const [was, is] = [own(old.nodes, id), own(now.nodes, id)];
      if (was === undefined) return [structure(`${where(id)} was added`)];
      if (is === undefined) return [structure(`${where(id)} was taken away`)];
      if (was.type !== is.type) return [structure(`${where(id)} is another node`)];
      const states = (["bypassed", "muted"] as const).filter((state) => (was[state] ?? false) !== (is[state] ?? false));
      return [
        ...valueDifferences(was.params, is.params, [...path, id]),
        ...states.map((state) => structure(`${where(id)} is ${is[state] === true ? "" : "no longer "}${state}`)),
        ...(was.graph === undefined || is.graph === undefined
          ? []
          : graphDifferences(before, after, was.graph, is.graph, [...path, id])),
      ];
    }),
    ...cableDifferences(old, now, where),
    ...(shownText(old) === shownText(now) ? [] : [structure(`${path.join("/") || "the chain"} shows other things`)]),
  ];
}

const structure = (message: string): StructureDifference => ({ kind: "structure", message });

function valueDifferences(
  was: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
  path: readonly NodeId[],
): ValueDifference[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted();
  return names.flatMap((param) => {
    const [before, after] = [plain(own(was, param)), plain(own(is, param))];
    return before === after ? [] : [{ kind: "value" as const, path, param, before, after }];
  });
}

const plain = (value: unknown): PlainValue | undefined => (isPlainValue(value) ? value : undefined);

function cableDifferences(old: GraphRecord, now: GraphRecord, where: (id: string) => string): StructureDifference[] {
  const byEnds = ({ connections }: GraphRecord): ReadonlyMap<string, ConnectionRecord> =>
    new Map(connections.map((cable) => [`${where(cable.from)} → ${where(cable.to)}`, cable]));
  const [were, are] = [byEnds(old), byEnds(now)];
  const level = ({ gainDb = 0, panPercent = 0, muted = false }: ConnectionRecord): string =>
    [gainDb, panPercent, muted].join(" ");
  return [
    ...[...were.keys()].filter((ends) => !are.has(ends)).map((ends) => structure(`${ends} was taken away`)),
    ...[...are].flatMap(([ends, cable]) => {
      const was = were.get(ends);
      if (was === undefined) return [structure(`${ends} was added`)];
      return level(was) === level(cable) ? [] : [structure(`${ends} has another level`)];
    }),
  ];
}

const shownText = ({ interface: { meters = {}, order = [], ...shown } }: GraphRecord): string =>
  canonical({ ...shown, meters, order });
