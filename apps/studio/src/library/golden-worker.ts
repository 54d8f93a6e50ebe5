import type { ChainDocument } from "@twobus/core";
import { playOnLoop } from "@twobus/core/sharing";
import { registry } from "../registry.ts";

/** The hash of a chain's sound, or why it has none. */
export interface GoldenAnswer {
  readonly pcmSha256?: string;
  readonly failure?: string;
}

const readBytes = async (url: URL): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

async function answer(chain: ChainDocument): Promise<GoldenAnswer> {
  try {
    return { pcmSha256: (await playOnLoop(chain, { registry, readBytes })).pcmSha256 };
  } catch (error) {
    return { failure: String(error) };
  }
}

/** Makes this Worker one that renders chains on the test loop. */
export function serveGolden(): void {
  addEventListener("message", ({ data }: MessageEvent<ChainDocument>) => void answer(data).then(post));
}

const post = (given: GoldenAnswer): void => postMessage(given);
