import { TwobusError, type MixDocument } from "@twobus/core";
import type { MediaLocation } from "@twobus/renderer-web";
import { openMedia } from "@twobus/renderer-web/storage";
import { recordingsOf, type MissingRecording } from "./match-missing.ts";

/** The recordings of a mix that this browser should hold, and does not. Those on a server the player asks for itself. */
export async function findMissing(document: MixDocument, media: MediaLocation): Promise<MissingRecording[]> {
  if (media.kind === "url") return [];
  const recordings = recordingsOf(document);
  const are = await Promise.all(recordings.map(({ file }) => isMissing(media, file)));
  return recordings.filter((_, index) => are[index]);
}

async function isMissing(media: MediaLocation, file: string): Promise<boolean> {
  try {
    await (await openMedia(media, file)).close();
    return false;
  } catch (error) {
    return error instanceof TwobusError && error.problems[0]!.code === "enoent";
  }
}
