import { serialiseMix, type MixDocument } from "@twobus/core";
import { makeZip } from "client-zip";
import type { ByteFile } from "./open-recording.ts";

const PIECE_BYTES = 1024 * 1024;

/** Opens a recording by the name that the mix knows it by. */
type Open = (file: string) => Promise<ByteFile>;

/** Is told how much of the recordings is in the bundle, 0 to 1. */
type Progress = (done: number) => void;

/**
 * A bundle: a zip archive of the mix's text and of the recordings that it plays, stored as they are, under the names that it knows
 * them by. They are read while the stream is. It fails with what `open` throws for a recording that is not there.
 */
export const bundleOf = (
  document: MixDocument,
  open: Open,
  progress: Progress = () => {},
): ReadableStream<Uint8Array> => makeZip(partsOf(document, open, progress));

async function* partsOf(
  document: MixDocument,
  open: Open,
  progress: Progress,
): AsyncGenerator<{ name: string; input: string | AsyncIterable<Uint8Array<ArrayBuffer>> }> {
  yield { name: `${document.name.replaceAll(/[\\/:]/g, "-")}.mix.json`, input: serialiseMix(document) };
  const names = [...new Set(Object.values(document.sources).map(({ file }) => file))];
  for (const [n, name] of names.entries()) {
    yield {
      name,
      input: bytesOf(
        () => open(name),
        (done) => progress((n + done) / names.length),
      ),
    };
  }
}

async function* bytesOf(open: () => Promise<ByteFile>, progress: Progress): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await open();
  try {
    for (let position = 0; position < file.size; position += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, file.size - position);
      // A copy: what reads files may use its memory again, and may share it.
      yield new Uint8Array(await file.read(position, length));
      progress((position + length) / file.size);
    }
  } finally {
    await file.close();
  }
}
