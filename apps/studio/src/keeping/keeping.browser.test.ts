import { mixFromFiles, serialiseMix, type MixDocument } from "@twobus/core";
import { EditorSession } from "@twobus/editor";
import { openMedia } from "@twobus/renderer-web/storage";
import { beforeEach, expect, test } from "vitest";
import { makeMix } from "../intake/make-mix.ts";
import { startIntake } from "../intake/intake.ts";
import { registry } from "../registry.ts";
import { findMissing } from "../relink/find-missing.ts";
import { answerOf, openDatabase, STORES } from "./database.ts";
import { keep, type Keeper } from "./keeper.ts";
import { holdMix, takeOverMix, type LockHolder } from "./mix-lock.ts";
import { MixStore } from "./mix-store.ts";
import { folderOf, keptMix, newMix, type OpenedMix } from "./opened-mix.ts";
import { deleteKept } from "./recordings.ts";

const FRAMES = 480;

/** A mono recording of 16 bits: a ramp. */
function recording(name: string, step: number): File {
  const view = new DataView(new ArrayBuffer(44 + 2 * FRAMES));
  const words = (at: number, text: string): void =>
    new TextEncoder().encode(text).forEach((letter, index) => view.setUint8(at + index, letter));
  words(0, "RIFF");
  view.setUint32(4, 36 + 2 * FRAMES, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 48000, true);
  view.setUint32(28, 96000, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  words(36, "data");
  view.setUint32(40, 2 * FRAMES, true);
  for (let frame = 0; frame < FRAMES; frame++) view.setInt16(44 + 2 * frame, frame * step, true);
  return new File([view.buffer], name);
}

const files = ["Kick.wav", "Bass.wav"].map((name, index) => ({
  path: `stems/${name}`,
  file: recording(name, index + 1),
}));
const nobody = (): LockHolder => ({ beforeLoss: async () => {}, onLoss: () => {} });

/** Another page would open another connection. */
const openStore = async (): Promise<MixStore> => new MixStore(await openDatabase());

async function describedMix(): Promise<MixDocument> {
  const intake = startIntake();
  const { files: facts, unusable } = await intake.describe(
    [...files, { path: "stems/no.wav", file: new File(["?"], "no.wav") }],
    () => {},
  );
  intake.close();
  expect(unusable.map(({ at }) => at)).toEqual(["stems/no.wav"]);
  return mixFromFiles({ name: "Song", files: facts, registry }).document;
}

async function edit(
  store: MixStore,
  mix: OpenedMix,
  holder = nobody(),
): Promise<{ session: EditorSession; keeper: Keeper }> {
  const session = new EditorSession(mix.document, registry);
  const lock = await holdMix(mix.id, holder);
  const fail = (problem: unknown): void => expect.unreachable(JSON.stringify(problem));
  return { session, keeper: keep({ store, mix, session, lock, holder, onState: () => {}, onProblem: fail }) };
}

beforeEach(async () => {
  const store = await openStore();
  for (const { id } of await store.list()) await deleteKept(store, id);
});

test("recordings are copied with the mix, found again, and deleted with it", async () => {
  const store = await openStore();
  const progress: number[] = [];
  const id = await makeMix(
    store,
    await describedMix(),
    files,
    (done) => progress.push(done),
    new AbortController().signal,
  );
  expect(progress.at(-1)).toBe(1);
  const mix = await keptMix(await openStore(), id);
  expect(await findMissing(mix.document, mix.media)).toEqual([]);
  for (const { path, file } of files) {
    const copy = await openMedia(mix.media, path);
    expect(await copy.read(0, copy.size)).toEqual(new Uint8Array(await file.arrayBuffer()));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const source = Object.values(mix.document.sources).find((record) => record.file === path);
    expect(source?.sha256).toBe([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    await copy.close();
  }
  await deleteKept(store, id);
  expect(await store.list()).toEqual([]);
  expect(await findMissing(mix.document, mix.media)).toHaveLength(2);
});

test("a page that dies loses nothing that is a second old, and says so", async () => {
  const { session } = await edit(await openStore(), newMix(await describedMix(), "dying"));
  session.do({ kind: "rename", name: "Renamed" });
  await expect.poll(async () => (await (await openStore()).list())[0]?.name, { timeout: 5000 }).toBe("Renamed");
  const { document, notice } = await keptMix(await openStore(), "dying");
  expect(serialiseMix(document)).toBe(serialiseMix(session.getState().document));
  expect(notice?.code).toBe("recovered");
});

test("a mix that was closed comes back as it was, without a word; it is kept from its first change on", async () => {
  const store = await openStore();
  const untouched = await edit(store, newMix(await describedMix(), "untouched"));
  await untouched.keeper.close();
  expect(await store.list()).toEqual([]);
  const { session, keeper } = await edit(store, newMix(await describedMix(), "closed"));
  session.do({ kind: "rename", name: "Changed just before" });
  await keeper.close();
  const { document, notice } = await keptMix(store, "closed");
  expect(document.name).toBe("Changed just before");
  expect(notice).toBeUndefined();
});

test("what cannot be read is set aside, and the version before is opened; what is newer is refused untouched", async () => {
  const store = await openStore();
  const text = serialiseMix(await describedMix());
  const record = { id: "torn", name: "Torn", media: { kind: "opfs", folder: folderOf("torn") } } as const;
  await store.save({ ...record, savedAtMs: 1, text });
  store.beginVersion("torn");
  await store.save({ ...record, savedAtMs: 2, text: text.slice(0, -40) });
  const { document, notice } = await keptMix(store, "torn");
  expect(serialiseMix(document)).toBe(text);
  expect(notice?.code).toBe("older-version");

  const newer = text.replace(/"formatVersion": \d+/, '"formatVersion": 999');
  await store.save({ ...record, savedAtMs: 3, text: newer });
  await expect(keptMix(store, "torn")).rejects.toMatchObject({ problems: [{ code: "newer-format" }] });
  expect((await store.read("torn"))?.text).toBe(newer);
});

test("a record that is none is set aside, and does not hide the others", async () => {
  const store = await openStore();
  const { id, media, document } = newMix(await describedMix());
  await store.save({ id, name: "Whole", savedAtMs: 1, media, text: serialiseMix(document) });
  const database = await openDatabase();
  const transaction = database.transaction([STORES.mixes, STORES.setAside], "readwrite");
  await answerOf(transaction.objectStore(STORES.setAside).clear());
  await answerOf(transaction.objectStore(STORES.mixes).put({ id: "odd", name: 7 }));
  expect((await store.list()).map(({ name }) => name)).toEqual(["Whole"]);
  const aside = database.transaction(STORES.setAside).objectStore(STORES.setAside);
  expect(await answerOf(aside.getAll())).toEqual([expect.objectContaining({ record: { id: "odd", name: 7 } })]);
});

test("one holds a mix; who takes it over waits for what is not saved, and the other learns of it", async () => {
  const told: string[] = [];
  const holder: LockHolder = {
    beforeLoss: async () => void told.push("save"),
    onLoss: () => void told.push("lost"),
  };
  expect(await holdMix("shared", holder)).toBeDefined();
  expect(await holdMix("shared", nobody())).toBeUndefined();
  const lock = await takeOverMix("shared", nobody());
  expect(told).toEqual(["save", "lost"]);
  expect(await holdMix("shared", nobody())).toBeUndefined();
  lock.release();
  await expect.poll(async () => (await holdMix("shared", nobody())) !== undefined).toBe(true);
});

test("a tab that does not answer loses the mix all the same", async () => {
  let isLost = false;
  const holder: LockHolder = { beforeLoss: () => new Promise(() => {}), onLoss: () => (isLost = true) };
  await holdMix("silent", holder);
  expect(await takeOverMix("silent", nobody())).toBeDefined();
  expect(isLost).toBe(true);
});

test("snapshots lie among the versions, are none of them, and go with the mix", async () => {
  const store = await openStore();
  const mix = { id: crypto.randomUUID(), name: "Song", media: { kind: "opfs", folder: "song" } } as const;
  for (const savedAtMs of [1, 2]) {
    store.beginVersion(mix.id);
    await store.save({ ...mix, savedAtMs, text: `text ${savedAtMs}` });
    await store.saveSnapshot({ mix: mix.id, number: "B", text: `state ${savedAtMs}` });
  }
  expect((await store.versions(mix.id)).map(({ text }) => text)).toEqual(["text 2", "text 1"]);
  expect(await store.snapshots(mix.id)).toEqual([{ mix: mix.id, number: "B", text: "state 2" }]);
  await store.delete(mix.id);
  expect(await store.snapshots(mix.id)).toEqual([]);
  expect(await store.versions(mix.id)).toEqual([]);
});
