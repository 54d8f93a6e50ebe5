import { chainHash, type ChainDocument, type NodeRecord } from "@twobus/core";
import { goldenMix, unknownTypes } from "@twobus/core/sharing";
import { registry } from "../registry.ts";
import { startWorker } from "../start-worker.ts";
import { problemOf } from "../problems/problem-of.ts";
import type { GoldenAnswer } from "./golden-worker.ts";

/** How a chain sounds here, against the golden hash that it came with. */
export interface GoldenVerdict {
  readonly holds: boolean;
  /** To be read behind the name of the chain. */
  readonly words: string;
}

/** A chain with the hash of what it makes of the test loop. Where a node is unknown here it can have none. */
export async function withGolden(chain: ChainDocument): Promise<ChainDocument> {
  return unknownTypes(chain, registry).length === 0 ? { ...chain, golden: { pcmSha256: await pcmHash(chain) } } : chain;
}

/** Renders a chain as its maker did, and compares. Nothing where the chain does not say how it sounded. */
export async function compareGolden(chain: ChainDocument, signal?: AbortSignal): Promise<GoldenVerdict | undefined> {
  if (chain.golden === undefined) return undefined;
  const unknown = unknownTypes(chain, registry);
  if (unknown.length > 0) return { holds: false, words: `sounds different here: ${listed(unknown)} is not known` };
  try {
    const holds = (await pcmHash(chain, signal)) === chain.golden.pcmSha256;
    return { holds, words: holds ? "sounds as published" : `sounds different here: ${causeIn(chain)}` };
  } catch (error) {
    return { holds: false, words: `cannot sound here: ${problemOf(error).message}` };
  }
}

function causeIn(chain: ChainDocument): string {
  const older = leavesOf(chain).filter(({ type, version }) => version < registry.definition(type)!.version);
  return older.length > 0
    ? `there is a newer version of ${listed(older.map(({ type }) => type))}`
    : "it was changed after it was published, or made with another version of Twobus";
}

const listed = (types: readonly string[]): string => [...new Set(types)].join(" and ");

/** The nodes that are no chains themselves. */
const leavesOf = ({ graphs }: ChainDocument): NodeRecord[] =>
  Object.values(graphs)
    .flatMap(({ nodes }) => Object.values(nodes))
    .filter(({ graph }) => graph === undefined);

/** By what the chains are: the same content makes the same sound. */
const heard = new Map<string, string>();

/** Renders a chain on the test loop in a Worker, which is given a mix: it has no commands to make one with. */
async function pcmHash(chain: ChainDocument, signal?: AbortSignal): Promise<string> {
  const content = chainHash(chain);
  const known = heard.get(content);
  if (known !== undefined) return known;
  const mix = goldenMix(chain, registry);
  const worker = startWorker("golden");
  const answered = new Promise<string>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<GoldenAnswer>) => {
      if (data.pcmSha256 === undefined) reject(new Error(data.failure));
      else resolve(data.pcmSha256);
    });
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    signal?.addEventListener("abort", () => reject(new Error("nobody waits for it any longer")));
  });
  worker.postMessage(mix);
  try {
    const pcmSha256 = await answered;
    heard.set(content, pcmSha256);
    return pcmSha256;
  } finally {
    worker.terminate();
  }
}
