import { mixFromFiles, serialiseMix } from "@twobus/core";
import { EditorSession } from "@twobus/editor";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { registry } from "../registry.ts";
import { openDatabase } from "./database.ts";
import { keep, type Keeper } from "./keeper.ts";
import { holdMix } from "./mix-lock.ts";
import { MixStore } from "./mix-store.ts";
import { mixAt, type OpenedMix } from "./opened-mix.ts";
import { deleteKept } from "./recordings.ts";

// A mix that lies in a file which a server lets be saved, such as `twobus studio`, and what becomes of its edits.

/** A server of one file, that can be down, and at whose file other programs write. */
class Served {
  text: string;
  isDown = false;
  #writes = 0;

  constructor(text: string) {
    this.text = text;
  }

  write(text: string): void {
    this.text = text;
    this.#writes++;
  }

  readonly fetch = async (_: unknown, { method = "GET", headers, body }: RequestInit = {}): Promise<Response> => {
    const etag = `"${this.#writes}"`;
    if (this.isDown && method === "PUT") throw new TypeError("no answer");
    const about = { Allow: "GET, HEAD, PUT", "Twobus-File": "song" };
    if (method !== "PUT") return new Response(this.text, { headers: { ...about, ETag: etag } });
    if (new Headers(headers).get("If-Match") !== etag) {
      const problem = { code: "changed-on-disk", at: "song", message: "another program changed the file" };
      return Response.json({ problems: [problem] }, { status: 412 });
    }
    this.write(body as string);
    return new Response(null, { status: 204, headers: { ETag: `"${this.#writes}"` } });
  };
}

const named = (name: string): string => serialiseMix(mixFromFiles({ name, files: [], registry }).document);
const openStore = async (): Promise<MixStore> => new MixStore(await openDatabase());
let served = new Served("");
let store: MixStore;

beforeEach(async () => {
  store = await openStore();
  for (const { id } of await store.list()) await deleteKept(store, id);
  served = new Served(named("Song"));
  vi.stubGlobal("fetch", served.fetch);
  onTestFinished(() => void vi.unstubAllGlobals());
});

interface Edit {
  readonly mix: OpenedMix;
  readonly session: EditorSession;
  readonly keeper: Keeper;
  /** Ends it as a page that dies does. */
  readonly die: () => void;
}

async function open(wanted: MixStore | "none" = store): Promise<Edit> {
  const kept = wanted === "none" ? undefined : wanted;
  const mix = await mixAt("song.mix.json", kept);
  const session = new EditorSession(mix.document, registry);
  const lock = await holdMix(mix.id, { beforeLoss: async () => {}, onLoss: () => {} });
  const holder = { beforeLoss: async () => {}, onLoss: () => {} };
  const onProblem = (problem: unknown): void => expect.unreachable(JSON.stringify(problem));
  const keeper = keep({ store: kept, mix, session, lock, holder, onState: () => {}, onProblem });
  const die = (): void => {
    keeper.file?.stop();
    keeper.browser?.stop();
    lock?.release();
  };
  return { mix, session, keeper, die };
}

const versionNames = async (id: string): Promise<string[]> =>
  (await store.versions(id)).map(({ text }) => (JSON.parse(text) as { name: string }).name);

test("a file has versions, from how it was when it was opened on; looking at it makes none", async () => {
  const looked = await open();
  await looked.keeper.close();
  expect(await store.list()).toEqual([]);
  const { mix, session, keeper } = await open();
  session.do({ kind: "rename", name: "Renamed" });
  expect(await keeper.settle()).toBe("home");
  expect(served.text).toBe(named("Renamed"));
  expect(await versionNames(mix.id)).toEqual(["Renamed", "Song"]);
  await keeper.close();
  // What was saved is nothing to come back to.
  const again = await open();
  expect([again.mix.notice, again.mix.document.name]).toEqual([undefined, "Renamed"]);
  again.die();
});

test("edits that did not reach the file come back with it, and reach it then", async () => {
  served.isDown = true;
  const { mix, session, keeper, die } = await open();
  session.do({ kind: "rename", name: "Renamed" });
  expect(await keeper.settle()).toBe("browser");
  die();
  expect(served.text).toBe(named("Song"));

  served.isDown = false;
  const again = await open();
  expect([again.mix.notice?.code, again.mix.document.name]).toEqual(["recovered", "Renamed"]);
  expect(again.mix.id).toBe(mix.id);
  await expect.poll(() => served.text).toBe(named("Renamed"));
  await again.keeper.close();
});

test("what another program wrote stays, and the edits are a version that one is told of", async () => {
  const { mix, session, keeper } = await open();
  served.write(named("Foreign"));
  session.do({ kind: "rename", name: "Mine" });
  expect(await keeper.settle()).toBe("browser");
  await keeper.close();
  expect(served.text).toBe(named("Foreign"));
  const again = await open();
  expect([again.mix.notice?.code, again.mix.document.name]).toEqual(["edits-kept", "Foreign"]);
  expect((await versionNames(mix.id))[0]).toBe("Mine");
  // Nor do the next edits take its place.
  again.session.do({ kind: "rename", name: "Next" });
  await again.keeper.close();
  expect(await versionNames(mix.id)).toEqual(["Next", "Foreign", "Mine", "Song"]);
});

test("what another program wrote is a version before it is overwritten", async () => {
  const { mix, session, keeper } = await open();
  served.write(named("Foreign"));
  session.do({ kind: "rename", name: "Mine" });
  expect(await keeper.settle()).toBe("browser");
  await keeper.file!.overwrite();
  expect(await keeper.settle()).toBe("home");
  expect(served.text).toBe(named("Mine"));
  expect(await versionNames(mix.id)).toEqual(["Mine", "Foreign", "Mine", "Song"]);
  await keeper.close();
  const again = await open();
  expect([again.mix.notice, again.mix.document.name]).toEqual([undefined, "Mine"]);
  again.die();
});

test("where nothing is kept and the file takes nothing, the edits are nowhere else, and that is known", async () => {
  served.isDown = true;
  const { session, keeper, die } = await open("none");
  expect(await keeper.settle()).toBe("home");
  session.do({ kind: "rename", name: "Mine" });
  expect(await keeper.settle()).toBe("nowhere");
  served.isDown = false;
  expect(await keeper.settle()).toBe("home");
  die();
});
