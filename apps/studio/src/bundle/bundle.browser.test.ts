import { createRegistry, mixFromFiles } from "@twobus/core";
import { bundleOf } from "@twobus/media/bundle";
import { builtInPack } from "@twobus/nodes";
import { openMedia } from "@twobus/renderer-web/storage";
import { expect, test } from "vitest";
import { makeMix } from "../intake/make-mix.ts";
import { openDatabase } from "../keeping/database.ts";
import { MixStore } from "../keeping/mix-store.ts";
import { keptMix } from "../keeping/opened-mix.ts";
import { openBundle } from "./open-bundle.ts";

const going = new AbortController().signal;
const BYTES = 3 * 1024 * 1024 + 17;

/** Nothing looks into it here: it may hold anything. */
const recording = new File([new Uint8Array(BYTES).map((_, at) => (at * 2654435761) >>> 24)], "Kick.wav");

async function bundled(): Promise<{ store: MixStore; bundle: Blob; told: readonly number[]; sha256: string }> {
  const store = new MixStore(await openDatabase());
  const facts = { file: "stems/Kick.wav", channels: 1, sampleRate: 48_000, frames: 480 };
  const { document } = mixFromFiles({ name: "A/B song", files: [facts], registry: createRegistry([builtInPack]) });
  const id = await makeMix(store, document, [{ path: facts.file, file: recording }], () => {}, going);
  const kept = await keptMix(store, id);
  const told: number[] = [];
  const stream = bundleOf(
    kept.document,
    (file) => openMedia(kept.media, file),
    (done) => told.push(done),
  );
  const bundle = await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
  return { store, bundle, told, sha256: Object.values(kept.document.sources)[0]!.sha256! };
}

test("a mix comes out of its bundle with every byte of its recordings", async () => {
  const { store, bundle, told, sha256 } = await bundled();
  expect(told).toHaveLength(4);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  const id = await openBundle(store, new File([bundle], "song.twobus.zip"), () => {}, going);
  const opened = await keptMix(store, id);
  expect(opened.document.name).toBe("A/B song");
  expect(Object.values(opened.document.sources)).toMatchObject([{ file: "stems/Kick.wav", sha256 }]);
  const file = await openMedia(opened.media, "stems/Kick.wav");
  expect(file.size).toBe(BYTES);
  expect(await file.read(BYTES - 4, 4)).toEqual(new Uint8Array(await recording.slice(BYTES - 4).arrayBuffer()));
  await file.close();
});

test("a recording whose bytes have changed on the way is refused, and nothing is left of the mix", async () => {
  const { store, bundle } = await bundled();
  const before = (await store.list()).length;
  const bytes = new Uint8Array(await bundle.arrayBuffer());
  bytes[bytes.length >> 1]! ^= 1;
  await expect(openBundle(store, new File([bytes], "song.twobus.zip"), () => {}, going)).rejects.toMatchObject({
    problems: [{ code: "other-recording", at: "stems/Kick.wav" }],
  });
  expect((await store.list()).length).toBe(before);
});
