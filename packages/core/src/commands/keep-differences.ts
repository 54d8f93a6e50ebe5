import { differenceText, type ChainDifference, type ValueDifference } from "../document/chain-differences.ts";
import { own } from "../document/names.ts";
import type { GraphId, MixDocument } from "../document/types.ts";
import { TwobusError, type Problem } from "../problem.ts";
import type { PerformCommand } from "./place-chain.ts";

/**
 * Sets again in a chain that has been updated what had been changed inside before, as far as it has a place there. Returns what has
 * none: nodes and cables that were changed, values of nodes or parameters that are gone, or that are not legal any more.
 */
export function keepDifferences(
  differences: readonly ChainDifference[],
  root: GraphId,
  documentNow: () => MixDocument,
  perform: PerformCommand,
): readonly Problem[] {
  return differences.flatMap((difference) => {
    if (difference.kind === "value" && isSet(difference)) {
      const graph = graphOf(documentNow(), root, difference);
      if (graph !== undefined && trySetting(difference, graph, perform)) return [];
    }
    return [
      { code: "lost-change", at: root, message: `${differenceText(difference)}: has no place in the new version` },
    ];
  });
}

type SetValue = ValueDifference & { readonly after: NonNullable<ValueDifference["after"]> };

const isSet = (difference: ValueDifference): difference is SetValue => difference.after !== undefined;

/** The graph that the node stands in. */
function graphOf({ graphs }: MixDocument, root: GraphId, { path }: ValueDifference): GraphId | undefined {
  let graph: GraphId | undefined = root;
  for (const node of path.slice(0, -1)) {
    graph = graph === undefined ? undefined : own(own(graphs, graph)?.nodes ?? {}, node)?.graph;
  }
  return graph;
}

function trySetting({ path, param, after: value }: SetValue, graph: GraphId, perform: PerformCommand): boolean {
  try {
    perform({ kind: "setParameter", graph, node: path.at(-1)!, param, value });
    return true;
  } catch (error) {
    if (error instanceof TwobusError) return false;
    throw error;
  }
}
