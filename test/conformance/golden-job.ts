import type { RenderJob, MixDocument } from "@twobus/core";
import type { GoldenMix } from "./golden-mix.ts";
import type { ReadFile } from "./recordings.ts";

/** What is rendered, as plain data that can be posted; recordings by the path that the document gives them. */
export interface GoldenJob extends Pick<RenderJob, "fromSeconds" | "toSeconds"> {
  readonly document: MixDocument;
  readonly recordings: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

export async function goldenJob({ recordings, ...rest }: GoldenMix, readFile: ReadFile): Promise<GoldenJob> {
  const files = recordings.map(async ({ source, bytes }) => [source.file, await bytes(readFile)] as const);
  return { ...rest, recordings: Object.fromEntries(await Promise.all(files)) };
}

/** The frame from which it is rendered. */
export const startOf = ({ document, fromSeconds = 0 }: GoldenJob): number =>
  Math.round(fromSeconds * document.sampleRate);
