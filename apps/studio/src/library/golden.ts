import type { ChainDocument } from "@twobus/core";
import { goldenMix } from "@twobus/core/sharing";
import { registry } from "../registry.ts";
import { startWorker } from "../start-worker.ts";
import type { GoldenAnswer } from "./golden-worker.ts";

/** A chain with the hash of what it makes of the test loop. Where a node is unknown here it can have none. */
export async function withGolden(chain: ChainDocument): Promise<ChainDocument> {
  const isKnown = Object.values(chain.graphs)
    .flatMap(({ nodes }) => Object.values(nodes))
    .every(({ type, graph }) => graph !== undefined || registry.definition(type) !== undefined);
  return isKnown ? { ...chain, golden: { pcmSha256: await pcmHash(chain) } } : chain;
}

/** Renders a chain on the test loop in a Worker, which is given a mix: it has no commands to make one with. */
function pcmHash(chain: ChainDocument): Promise<string> {
  const mix = goldenMix(chain, registry);
  const worker = startWorker("golden");
  const answered = new Promise<string>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<GoldenAnswer>) => {
      if (data.pcmSha256 === undefined) reject(new Error(data.failure));
      else resolve(data.pcmSha256);
    });
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
  });
  worker.postMessage(mix);
  return answered.finally(() => worker.terminate());
}
