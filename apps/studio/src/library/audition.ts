import type { ChainDocument, ConnectionRecord, MixDocument, NodeId } from "@twobus/core";
import { placeChainCommands, type ChainWhere, type EditorState, type PlacedChain } from "@twobus/editor";
import { registry } from "../registry.ts";
import { heardAlone, type LoudnessProbe, type Stretch } from "./level-match.ts";

/** A chain in its place in a copy of the mix, as loud as what was there before. */
export interface Audition extends PlacedChain {
  /** What the cable behind it adds, or nothing where it could not be measured. */
  readonly gainDb: number | undefined;
}

/** Where a chain can be heard. */
export type Hearable = Exclude<ChainWhere, { readonly kind: "free" }>;

/**
 * Places a chain in a copy of a mix and makes it as loud as the signal there: both are rendered over the first stretch in which
 * there is one. `progress` is told how much of that is done: 0 … 1. Throws a TwobusError where the chain cannot stand there.
 */
export async function prepareAudition(
  { document, path }: Pick<EditorState, "document" | "path">,
  chain: ChainDocument,
  where: Hearable,
  probe: LoudnessProbe,
  stretches: readonly Stretch[],
  signal: AbortSignal,
  progress: (done: number) => void = () => {},
): Promise<Audition> {
  const plain = placeChainCommands(document, registry, chain, where);
  const inside = where.kind === "inserts" ? [...path, where.node] : path;
  const without = tapBefore(document, plain.document, path, inside, where);
  const withIt = heardAlone(plain.document, inside, [{ from: `${plain.node}.main` }]);
  for (const stretch of stretches) {
    const before = await heardBefore(document, where, stretch, () =>
      probe.measure(without, stretch, signal, (done) => progress(done / 2)),
    );
    const after =
      before === undefined
        ? undefined
        : await probe.measure(withIt, stretch, signal, (done) => progress((1 + done) / 2));
    if (before === undefined || after === undefined) continue;
    const gainDb = Math.round(100 * (before - after)) / 100;
    return { ...placeChainCommands(document, registry, chain, where, gainDb), gainDb };
  }
  return { ...plain, gainDb: undefined };
}

/** The signal that goes into the chain. */
function tapBefore(
  document: MixDocument,
  placed: MixDocument,
  path: readonly NodeId[],
  inside: readonly NodeId[],
  where: Hearable,
): MixDocument {
  if (where.kind === "through") return heardAlone(document, path, entering(where.cables));
  const graph = document.graphs[where.graph]!.nodes[where.node]!.graph;
  // A strip that has no inserts yet has them, empty, where the chain has been placed.
  if (graph === undefined) return heardAlone(placed, inside, [{ from: "in.main" }]);
  return heardAlone(
    document,
    inside,
    entering(document.graphs[graph]!.connections.filter(({ to }) => to === "out.main")),
  );
}

/** What cables with one end in common bring to it: their sum, or what they all begin at. */
function entering(cables: readonly ConnectionRecord[]): readonly ConnectionRecord[] {
  const [first] = cables;
  const isOneStart = first !== undefined && cables.every(({ from }) => from === first.from);
  return isOneStart ? [{ from: first.from, to: first.to }] : cables;
}

const measured = new WeakMap<MixDocument, Map<string, number | undefined>>();

/** The signal that several chains are heard on, one after the other, is measured once. */
async function heardBefore(
  document: MixDocument,
  where: Hearable,
  stretch: Stretch,
  measure: () => Promise<number | undefined>,
): Promise<number | undefined> {
  const known = measured.get(document) ?? new Map<string, number | undefined>();
  measured.set(document, known);
  const key = JSON.stringify([where, stretch]);
  if (!known.has(key)) known.set(key, await measure());
  return known.get(key);
}
