import { serialiseMix, type MixDocument } from "@twobus/core";
import type { MediaLocation } from "@twobus/renderer-web";
import { openMedia } from "@twobus/renderer-web/storage";
import { makeZip } from "client-zip";
import { saveStream } from "../files/save-stream.ts";

const PIECE_BYTES = 1024 * 1024;

/**
 * Gives a mix with its recordings as one file, while they are read. Resolves to whether it was given: one may choose not to.
 * Throws a `TwobusError` for a recording that is not there.
 */
export function saveBundle(document: MixDocument, media: MediaLocation): Promise<boolean> {
  return saveStream(
    `${document.name}.twobus.zip`,
    { description: "Twobus mix with its recordings", type: "application/zip", ending: ".zip" },
    () => bundleOf(document, media),
  );
}

/** An archive of the mix's text and of the recordings that it plays, under the names that it knows them by. */
export const bundleOf = (document: MixDocument, media: MediaLocation): ReadableStream<Uint8Array> =>
  makeZip(partsOf(document, media));

async function* partsOf(
  document: MixDocument,
  media: MediaLocation,
): AsyncGenerator<{ name: string; input: string | AsyncIterable<Uint8Array<ArrayBuffer>> }> {
  yield { name: `${document.name.replaceAll(/[\\/:]/g, "-")}.mix.json`, input: serialiseMix(document) };
  for (const name of new Set(Object.values(document.sources).map(({ file }) => file))) {
    yield { name, input: bytesOf(media, name) };
  }
}

async function* bytesOf(media: MediaLocation, name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await openMedia(media, name);
  try {
    for (let position = 0; position < file.size; position += PIECE_BYTES) {
      const piece = await file.read(position, Math.min(PIECE_BYTES, file.size - position));
      // A copy: what reads files may use its memory again, and may share it.
      yield new Uint8Array(piece);
    }
  } finally {
    await file.close();
  }
}
