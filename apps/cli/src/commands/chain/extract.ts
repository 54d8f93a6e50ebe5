import { existsSync } from "node:fs";
import { dirname } from "node:path";
import {
  CHAIN_ENDING,
  chainHash,
  extractChain,
  isVersionOf,
  linkChain,
  serialiseChain,
  TwobusError,
  fault,
  performing,
  type ChainDefinition,
  type ChainDocument,
  type ChainWords,
  type ExtractedNodes,
  type MixDocument,
} from "@twobus/core";
import { writeFileAtomically } from "@twobus/renderer-node";
import { checkGolden } from "../../chains/golden-check.ts";
import { chainFile, readLibrary } from "../../chains/library.ts";
import { warnOfUnknownNodes } from "../../chains/unknown-nodes.ts";
import { readMix, registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";
import { refuseExisting } from "../../refuse-existing.ts";
import { orderly } from "../../stopping.ts";
import { edit } from "../edit.ts";
import { nodesAt } from "./nodes.ts";

export interface ExtractOptions {
  readonly output: string;
  readonly name?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tag: readonly string[];
  readonly chainVersion?: string;
  readonly author?: string;
  readonly licence?: string;
  readonly force?: boolean;
  /** `false` leaves the mix as it is. */
  readonly link: boolean;
}

/**
 * Makes a chain of part of a mix: a strip's inserts, a chain node, or nodes that lie side by side. What it replaces or was placed from
 * lends it its words, and a chain node then follows it.
 */
export async function extract(mixPath: string, addresses: readonly string[], options: ExtractOptions): Promise<Report> {
  const { output, force = false, link } = options;
  if (!output.endsWith(CHAIN_ENDING)) throw fault("unknown-output", output, `the name must end in ${CHAIN_ENDING}`);
  if (!force) await refuseExisting(output);
  const mix = await readMix(mixPath);
  const nodes = nodesAt(mix.document, addresses);
  const before = await chainBefore(output, definitionAt(mix.document, nodes), dirname(mixPath));
  const { chain: silent, left } = extractChain(mix.document, registry, nodes, wordsOf(options), before);
  serialiseChain(silent); // refuses words that are not legal, before anything is rendered
  const chain = await withGolden(output, silent);
  await orderly(() => writeFileAtomically(output, serialiseChain(chain)));
  const linked = link ? await linkedIn(mixPath, mix.document, nodes, chain) : undefined;
  const { name, version, golden } = chain;
  return {
    json: {
      output,
      name,
      version,
      nodes: nodes.nodes,
      graph: nodes.graph,
      golden,
      linked: linked?.json["linked"] === true,
    },
    text: [`${output}: ${name} ${version}, of ${nodes.graph}/${nodes.nodes.join(", ")}`, linked?.text]
      .filter(Boolean)
      .join("; "),
    warnings: [...mix.warnings, ...left, ...(linked?.warnings ?? []), ...warnOfUnknownNodes(output, chain)],
  };
}

/** What is said; an empty word takes away what was said, save for what every chain must say. */
function wordsOf({
  name,
  summary,
  description,
  tag,
  chainVersion: version,
  author,
  licence,
}: ExtractOptions): Partial<ChainWords> {
  for (const [option, text] of Object.entries({ "--name": name, "--summary": summary })) {
    if (text?.trim() === "")
      throw fault("bad-usage", option, "every chain has one: say some words, or leave the option out");
  }
  return {
    ...(name !== undefined && { name }),
    ...(summary !== undefined && { summary }),
    ...(tag.length > 0 && { tags: tag.filter((word) => word.trim() !== "") }),
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
    ...(author !== undefined && { author }),
    ...(licence !== undefined && { licence }),
  };
}

/** What a node with a content was placed from. */
function definitionAt({ graphs }: MixDocument, { graph, nodes }: ExtractedNodes): ChainDefinition | undefined {
  const inner = nodes.length === 1 ? graphs[graph]!.nodes[nodes[0]!]!.graph : undefined;
  return inner === undefined ? undefined : graphs[inner]?.definition;
}

/** The chain that is replaced, if it is one that the nodes could be of; else the version that they were placed from, where the library has it. */
async function chainBefore(
  output: string,
  definition: ChainDefinition | undefined,
  folder: string,
): Promise<ChainDocument | undefined> {
  const replaced = existsSync(output) ? await chainIn(output) : undefined;
  if (replaced !== undefined && (definition === undefined || isVersionOf(definition, replaced))) return replaced;
  if (definition === undefined) return undefined;
  const { chains } = await readLibrary(folder);
  return chains.find(({ chain }) => chainHash(chain) === definition.sha256)?.chain;
}

/** What is no chain, or one of a newer program, has nothing to lend. */
async function chainIn(path: string): Promise<ChainDocument | undefined> {
  try {
    return (await chainFile(path)).chain;
  } catch (error) {
    if (error instanceof TwobusError) return undefined;
    throw error;
  }
}

/** Lets the node that the chain was made of follow it. A mix in which there is nothing to link is not written. */
async function linkedIn(
  mixPath: string,
  document: MixDocument,
  nodes: ExtractedNodes,
  chain: ChainDocument,
): Promise<Report | undefined> {
  const trial = performing(document, registry);
  const warnings = linkChain(document, nodes, chain, trial.perform);
  if (trial.document() === document) return { json: {}, text: "", warnings };
  return edit(mixPath, (mix) => {
    const now = performing(mix.document, registry);
    const unlinked = linkChain(mix.document, nodes, chain, now.perform);
    const isLinked = unlinked.length === 0;
    return {
      document: now.document(),
      text: isLinked ? `it follows it in ${mixPath}` : "",
      json: { linked: isLinked },
      warnings: unlinked,
    };
  });
}

/** With the hash of its sound, where it can be heard here. */
async function withGolden(output: string, chain: ChainDocument): Promise<ChainDocument> {
  if (warnOfUnknownNodes(output, chain).length > 0) return chain;
  const { pcmSha256 } = await checkGolden(output, chain);
  return { ...chain, golden: { pcmSha256 } };
}
