import { dirname } from "node:path";
import {
  performing,
  type ChainDifference,
  chainDifferences,
  chainHash,
  chainUses,
  counted,
  differenceText,
  fault,
  isChanged,
  isVersionOf,
  keepDifferences,
  listed,
  placedContent,
  TwobusError,
  updateChain,
  type ChainDocument,
  type ChainPlace,
  type GraphId,
  type MixDocument,
  type Problem,
} from "@twobus/core";
import { findChain } from "../../chains/find-chain.ts";
import type { FoundChain } from "../../chains/found-chain.ts";
import { readLibrary } from "../../chains/library.ts";
import { placeAt } from "../../chains/place-at.ts";
import { registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";
import { edit } from "../edit.ts";

export interface UpdateOptions {
  /** Addresses of the chain nodes that alone are brought to the new version. */
  readonly only: readonly string[];
  /** Addresses of chain nodes that keep the version they have. */
  readonly pin: readonly string[];
  /** Sets again what was changed inside. */
  readonly keep?: boolean;
  /** Replaces also what was changed inside. */
  readonly force?: boolean;
}

/** Brings what a mix has of a chain to another version of it: all nodes, or some. */
export async function update(mixPath: string, word: string, options: UpdateOptions): Promise<Report> {
  const { chain } = await findChain(word, dirname(mixPath));
  if (options.keep === true && options.force === true) {
    throw fault(
      "bad-usage",
      "--keep",
      "keep what was changed inside with --keep, or replace it with --force: not both",
    );
  }
  const { chains } = await readLibrary(dirname(mixPath));
  return edit(mixPath, ({ document: before }) => {
    const mix = performing(before, registry);
    for (const place of options.pin.map((node) => placeAt(before, node)))
      mix.perform({ kind: "setPinned", ...place, pinned: true });
    const only = options.only.map((node) => placeAt(before, node));
    for (const place of only) mix.perform({ kind: "makeUnique", ...place });
    const graphs = graphsOf(mix.document(), chain, placeTexts(only)).filter(
      (graph) => !isIt(mix.document(), graph, chain),
    );
    const updated = graphs.flatMap((graph) => placeTexts(chainUses(mix.document()).get(graph)!.linked));
    const changed = new Map(
      graphs
        .filter((graph) => isChanged(mix.document(), graph))
        .map((graph) => [graph, changesIn(mix.document(), graph, chains)]),
    );
    if (options.force !== true) refuseChanged(mix.document(), changed, options.keep === true);
    const unkept: Problem[] = [];
    for (const graph of graphs) {
      updateChain(chain, graph, mix.perform);
      const kept = options.keep === true ? (changed.get(graph) ?? []) : [];
      unkept.push(...keepDifferences(kept, graph, mix.document, mix.perform));
    }
    const version = chain.version === undefined ? "" : ` ${chain.version}`;
    return {
      document: mix.document(),
      text:
        updated.length === 0
          ? `every node of ${chain.name} is${version === "" ? " as it is here" : version} already`
          : `${counted(updated.length, "node")} of ${chain.name}${version}: ${updated.join(", ")}`,
      json: { updated, name: chain.name, ...(chain.version !== undefined && { version: chain.version }) },
      warnings: [...mix.lost, ...unkept],
    };
  });
}

/** What was done inside since the chain was placed; nothing can be said where the library has not the version that was. */
function changesIn(
  { graphs }: MixDocument,
  root: GraphId,
  library: readonly FoundChain[],
): readonly ChainDifference[] | undefined {
  const { sha256 } = graphs[root]!.definition!;
  const placed = library.find(({ chain }) => chainHash(chain) === sha256)?.chain;
  return placed === undefined ? undefined : chainDifferences(placedContent(placed, registry), { root, graphs });
}

/** A mix on disk has no undo: what was done inside since the chain was placed is not lost in passing. */
function refuseChanged(
  document: MixDocument,
  changed: ReadonlyMap<GraphId, readonly ChainDifference[] | undefined>,
  isKept: boolean,
): void {
  const problems = [...changed].flatMap(([graph, differences]) => {
    const lost = isKept ? differences?.filter(({ kind }) => kind === "structure") : differences;
    if (lost?.length === 0) return [];
    const at = placeTexts(chainUses(document).get(graph)!.linked).join(", ");
    if (lost === undefined) {
      const message = `was changed inside since it was placed, which would be lost: keep it with --pin, or use --force; what was changed cannot be said, as the version it was placed from is not in the library`;
      return [{ code: "changed-inside", at, message }];
    }
    const what = listed(lost.map(differenceText));
    const way = isKept ? "--keep sets values again and nothing else" : "set it again after the update with --keep";
    const message = `was changed inside since it was placed, which would be lost: ${what}; ${way}, keep the version with --pin, or use --force`;
    return [{ code: "changed-inside", at, message }];
  });
  if (problems.length > 0) throw new TwobusError(problems);
}

/** Graphs that were placed from the chain, whatever its version, and that nodes follow: those that are wanted, or all. */
function graphsOf(document: MixDocument, chain: ChainDocument, wanted: readonly string[]): GraphId[] {
  const uses = [...chainUses(document).values()].filter(({ linked }) => linked.length > 0);
  const isPinned = ({ graph, node }: ChainPlace): boolean => document.graphs[graph]!.nodes[node]!.pinned !== undefined;
  const named = uses.filter(({ definition, linked }) => isVersionOf(definition, chain) && !linked.every(isPinned));
  const found =
    wanted.length === 0 ? named : uses.filter(({ linked }) => placeTexts(linked).some((text) => wanted.includes(text)));
  if (found.length === 0) {
    const names = new Set(uses.flatMap(({ definition }) => definition?.name ?? []));
    const message = `the mix has no node of ${chain.name}; it has chains of ${listed([...names])}; --only names a node whatever it is of`;
    throw fault("no-instance", chain.name, message);
  }
  return found.map(({ graph }) => graph);
}

/** Whether a graph was placed from this very version and is still so. */
const isIt = (document: MixDocument, graph: GraphId, chain: ChainDocument): boolean => {
  const { sha256, version } = document.graphs[graph]!.definition ?? {};
  return sha256 === chainHash(chain) && version === chain.version && !isChanged(document, graph);
};

const placeTexts = (all: readonly ChainPlace[]): string[] => all.map(({ graph, node }) => `${graph}/${node}`);
