import { TwobusError, type MixDocument } from "@twobus/core";
import { openMedia } from "@twobus/renderer-web/storage";
import type { KeptMedia } from "../keeping/records.ts";
import { recordingsOf, type MissingRecording } from "./match-missing.ts";
import { recordingAddress } from "./served-recordings.ts";

/** The recordings of a mix that are not where it looks for them: in this browser, or on the server. */
export async function findMissing(document: MixDocument, media: KeptMedia): Promise<MissingRecording[]> {
  const recordings = recordingsOf(document);
  const are = await Promise.all(recordings.map(({ file }) => isMissingAt(media, file)));
  return recordings.filter((_, index) => are[index]);
}

/** Whether nothing of this name lies where a mix looks for its recordings. */
export const isMissingAt = (media: KeptMedia, file: string): Promise<boolean> =>
  media.kind === "opfs" ? isMissingHere(media, file) : isMissingThere(media, file);

async function isMissingHere(media: KeptMedia, file: string): Promise<boolean> {
  try {
    await (await openMedia(media, file)).close();
    return false;
  } catch (error) {
    return error instanceof TwobusError && error.problems[0]!.code === "enoent";
  }
}

async function isMissingThere(media: KeptMedia, file: string): Promise<boolean> {
  if (media.kind !== "url") return false;
  const answer = await fetch(recordingAddress(media.base, file), { method: "HEAD" }).catch(() => undefined);
  return answer?.status === 404;
}
