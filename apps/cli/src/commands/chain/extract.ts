import {
  extractChain,
  fault,
  serialiseChain,
  type ChainDocument,
  type ChainWords,
  type ExtractedNodes,
  type MixDocument,
} from "@twobus/core";
import { writeFileAtomically } from "@twobus/renderer-node";
import { checkGolden } from "../../chains/golden-check.ts";
import { warnOfUnknownNodes } from "../../chains/unknown-nodes.ts";
import { readMix, registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";
import { refuseExisting } from "../../refuse-existing.ts";
import { orderly } from "../../stopping.ts";
import { nodesAt } from "./nodes.ts";

export interface ExtractOptions {
  readonly output: string;
  readonly name?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tag: readonly string[];
  readonly chainVersion: string;
  readonly author?: string;
  readonly licence?: string;
  readonly force?: boolean;
}

/** Makes a chain of part of a mix: a strip's inserts, a chain node, or nodes that lie side by side. */
export async function extract(mixPath: string, addresses: readonly string[], options: ExtractOptions): Promise<Report> {
  const { output } = options;
  if (!output.endsWith(".chain.json")) throw fault("unknown-output", output, "the name must end in .chain.json");
  if (options.force !== true) await refuseExisting(output);
  const mix = await readMix(mixPath);
  const nodes = nodesAt(mix.document, addresses);
  const { chain: silent, left } = extractChain(mix.document, registry, nodes, wordsOf(mix.document, nodes, options));
  const chain = await withGolden(output, silent);
  await orderly(() => writeFileAtomically(output, serialiseChain(chain)));
  return {
    json: { output, name: chain.name, nodes: nodes.nodes, graph: nodes.graph, golden: chain.golden },
    text: `${output}: ${chain.name}, of ${nodes.graph}/${nodes.nodes.join(", ")}`,
    warnings: [...mix.warnings, ...left, ...warnOfUnknownNodes(output, chain)],
  };
}

function wordsOf(
  document: MixDocument,
  { graph, nodes }: ExtractedNodes,
  { name, summary, description, tag, chainVersion, author, licence }: ExtractOptions,
): ChainWords {
  const [first] = nodes.map((id) => document.graphs[graph]!.nodes[id]!);
  return {
    name: name ?? first?.label ?? nodes.join(" "),
    summary: summary ?? `From ${document.name}.`,
    tags: [...tag],
    version: chainVersion,
    ...(description !== undefined && { description }),
    ...(author !== undefined && { author }),
    ...(licence !== undefined && { licence }),
  };
}

/** With the hash of its sound, where it can be heard here. */
async function withGolden(output: string, chain: ChainDocument): Promise<ChainDocument> {
  if (warnOfUnknownNodes(output, chain).length > 0) return chain;
  const { pcmSha256 } = await checkGolden(output, chain);
  return { ...chain, golden: { pcmSha256 } };
}
