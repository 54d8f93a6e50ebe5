import type { Registry } from "../definition/pack.ts";
import { placedContent } from "../document/chain-differences.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { CHAIN_TYPE, emptyMix } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { TwobusError, type Problem } from "../problem.ts";
import { LOOP_SAMPLE_RATE } from "./test-loop.ts";

/** Types of nodes that a chain has and the registry has not. */
export function unknownTypes({ graphs }: ChainDocument, registry: Registry): readonly string[] {
  const types = Object.values(graphs).flatMap(({ nodes }) => Object.values(nodes).map(({ type }) => type));
  return [...new Set(types)].filter((type) => type !== CHAIN_TYPE && registry.definition(type) === undefined);
}

/** What a chain needs and is not known here: nothing of it is lost, and it cannot sound as it did. `id` names the chain. */
export function unknownNodes(id: string, chain: ChainDocument, registry: Registry): Problem[] {
  return unknownTypes(chain, registry).map((type) => ({
    code: "unknown-type",
    at: id,
    message: `it uses ${type}, a node that is not known here; it keeps its place and its data, and passes on what it hears`,
  }));
}

/**
 * Throws a `TwobusError` for a chain that can stand in no mix here: with nodes of newer versions, parameters that their nodes have not,
 * values that are not legal. Problems name the chain and the place in it. Unknown nodes can stand everywhere.
 */
export function refuseUnfit(id: string, chain: ChainDocument, registry: Registry): void {
  const problems = problemsHere(chain, registry);
  if (problems.length > 0)
    throw new TwobusError(problems.map((problem) => ({ ...problem, at: `${id}: ${problem.at}` })));
}

function problemsHere(chain: ChainDocument, registry: Registry): readonly Problem[] {
  try {
    const content = placedContent(chain, registry);
    return validateMix(
      { ...emptyMix(chain.name, LOOP_SAMPLE_RATE), ...content, graphs: { ...content.graphs } },
      registry,
    ).problems;
  } catch (error) {
    if (error instanceof TwobusError) return error.problems;
    throw error;
  }
}
