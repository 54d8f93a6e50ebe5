import type { MixDocument } from "@twobus/core";
import { playGoldenMix } from "@twobus/core/sharing";
import { registry } from "../registry.ts";

/** The hash of a golden mix's sound, or why it has none. */
export interface GoldenAnswer {
  readonly pcmSha256?: string;
  readonly failure?: string;
}

const readBytes = async (url: URL): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

async function answer(mix: MixDocument): Promise<GoldenAnswer> {
  try {
    return { pcmSha256: (await playGoldenMix(mix, { registry, readBytes })).pcmSha256 };
  } catch (error) {
    return { failure: String(error) };
  }
}

/** Makes this Worker one that renders golden mixes. */
export function serveGolden(): void {
  addEventListener("message", ({ data }: MessageEvent<MixDocument>) => void answer(data).then(post));
}

const post = (given: GoldenAnswer): void => postMessage(given);
