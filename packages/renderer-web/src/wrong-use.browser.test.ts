// What a program does wrong, not a person: each call says in a sentence what is the matter, and all goes on.

import { parseMix, TwobusError, type MixDocument, type Problem } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { chosen, clearPrivate, listPrivate, newWorker, rendererWith, writePrivate } from "../test/harness.ts";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { mixOf, registry } from "../test/mix.ts";
import { emptySession, sessionWith } from "../test/player-harness.ts";
import { recordings } from "../test/recordings.ts";
import { createWebPlayer, createWebRenderer, type MediaLocation, type WebRenderer } from "./index.ts";

beforeEach(clearPrivate);

/** As someone calls who has no types. */
const untyped = (call: unknown): ((...given: readonly unknown[]) => unknown) => call as never;

async function problemOf(call: () => unknown): Promise<Problem> {
  const error: unknown = await (async () => call())().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TwobusError);
  const { problems } = error as TwobusError;
  expect(problems).toHaveLength(1);
  expect(problems[0]!.message).toMatch(/^\S.{15,}/);
  return problems[0]!;
}

const bounce = { container: "wav", sampleFormat: "int24", to: { kind: "memory" }, toSeconds: 0.01 } as const;
const kick = mixOf(["kick.wav"]);
const kickOnly: MediaLocation = { kind: "files", files: { "kick.wav": new Blob([recordings["kick.wav"]!]) } };

test.each<[string, (renderer: WebRenderer) => (...given: readonly unknown[]) => unknown, object, RegExp]>([
  [
    "bounce",
    ({ bounce: call }) => untyped(call),
    { ...bounce, onProgress: 3 },
    /^this takes no onProgress; it takes .*progress/,
  ],
  [
    "bounce",
    ({ bounce: call }) => untyped(call),
    { ...bounce, to: { kind: "memory", path: "a" } },
    /^to takes no path; it takes kind$/,
  ],
  [
    "render",
    ({ render: call }) => untyped(call),
    { receive: () => {}, fromSecond: 1 },
    /^this takes no fromSecond; it takes fromSeconds/,
  ],
  [
    "render",
    ({ render: call }) => untyped(call),
    { receive: () => {}, stems: [{ name: "all", tracks: [], track: "kick" }] },
    /^stems\[0\] takes no track; it takes name, tracks$/,
  ],
])("%s with an option that there is not", async (at, callOf, given, said) => {
  const call = callOf(await rendererWith({ mix: kick }));
  expect(await problemOf(() => call(given))).toMatchObject({
    code: "bad-options",
    at,
    message: expect.stringMatching(said),
  });
});

test("players, renderers, monitors and loops with an option that there is not", async () => {
  const options = { newWorker, workletUrl: "a.js", media: chosen };
  const refused = { code: "bad-options", message: expect.stringContaining("takes no onError") };
  expect(await problemOf(() => untyped(createWebPlayer)({ ...options, onError: () => {} }))).toMatchObject(refused);
  const { workletUrl: _, ...most } = options;
  expect(await problemOf(() => untyped(createWebRenderer)({ ...most, registry, onError: 1 }))).toMatchObject(refused);
  const { player } = await emptySession(48_000);
  expect(await problemOf(() => untyped(player.monitor)({ onError: 1 }))).toMatchObject({ ...refused, at: "monitor" });
  const loop = { startSeconds: 0, endSeconds: 1, onError: 1 };
  expect(await problemOf(() => untyped(player.loop)(loop))).toMatchObject({ ...refused, code: "bad-loop" });
});

/** What a framework makes of what it is given. */
const reactive = <T extends object>(value: T): T =>
  new Proxy(value, {
    get: (target, key, receiver) => {
      const inner: unknown = Reflect.get(target, key, receiver);
      return typeof inner === "object" && inner !== null ? reactive(inner) : inner;
    },
  });

const strangeMixes: readonly (readonly [string, (mix: MixDocument) => MixDocument, string])[] = [
  ["a function", (mix) => Object.assign(mix, { note: () => {} }), "mix.note"],
  [
    "a function in a node",
    ({ ...mix }) => (Object.assign(mix.graphs["mix"]!.nodes["track0"]!, { notes: [1, test] }), mix),
    "mix.graphs.mix.nodes.track0.notes[1]",
  ],
  ["a symbol", (mix) => Object.assign(mix, { note: { inner: Symbol("strange") } }), "mix.note.inner"],
  ["a Proxy", reactive, "mix.sources.source0"],
  ["what throws when it is looked at", (mix) => new Proxy(mix, { ownKeys: () => { throw new Error("planted"); } }), "mix"], // prettier-ignore
];

test.each(strangeMixes)("a mix with %s", async (_, change, at) => {
  const renderer = await rendererWith({ mix: kick });
  const { player } = await sessionWith(kick);
  for (const update of [renderer.update, player.update]) {
    expect(await problemOf(() => update(change(mixOf(["kick.wav"]))))).toMatchObject({ code: "not-plain", at });
  }
  await renderer.bounce(bounce);
  await player.play();
});

test("a mix of a newer format is refused in the words in which its file is", async () => {
  const newer = { ...mixOf(["kick.wav"]), formatVersion: 2 };
  const asFile = await problemOf(() => parseMix(JSON.stringify(newer), "mix"));
  expect(asFile).toMatchObject({ code: "newer-format", at: "mix" });
  const renderer = await rendererWith({ mix: kick });
  const { player } = await sessionWith(kick);
  for (const update of [renderer.update, player.update]) expect(await problemOf(() => update(newer))).toEqual(asFile);
  for (const formatVersion of [0, 1.5, Infinity, "2"]) {
    const wrong = { ...newer, formatVersion } as MixDocument;
    expect(await problemOf(() => player.update(wrong))).toMatchObject({ at: "mix.formatVersion" });
  }
});

test("a mix and a monitor that are changed after they were given are what they were", async () => {
  const renderer = await rendererWith({ mix: kick, media: kickOnly });
  const { pcmSha256 } = await renderer.bounce(bounce);
  const given = mixOf(["kick.wav"]);
  await renderer.update(given);
  given.graphs["mix"]!.nodes["track0"]!.muted = true;
  Object.assign(given, { note: () => {} });
  expect((await renderer.bounce(bounce)).pcmSha256).toBe(pcmSha256);
});

test("options of a call in a Proxy are taken for what they stand for", async () => {
  const renderer = createWebRenderer({ registry, newWorker, media: reactive({ kind: "opfs", folder: "" }) });
  await writePrivate("kick.wav", recordings["kick.wav"]!);
  await renderer.update(kick);
  await renderer.bounce({ ...bounce, to: reactive(bounce.to) });
  expect(await renderer.figures(reactive(["nowhere"]))).toEqual({});
  await renderer.dispose();
});

test.each(["begin", "receive", "progress"])(
  "a %s that throws is named, with what it threw as the cause",
  async (name) => {
    const renderer = await rendererWith({ mix: kick });
    const planted = { toString: () => "planted" };
    const throwing = (): never => {
      throw planted;
    };
    const failing = untyped(renderer.render)({
      receive: () => {},
      toSeconds: 0.01,
      [name]: throwing,
    }) as Promise<unknown>;
    await expect(failing).rejects.toMatchObject({ cause: planted, problems: [{ code: "callback-failed", at: name }] });
    const to = { kind: "opfs", path: "mix.wav" } as const;
    if (name === "progress") {
      expect(await problemOf(() => renderer.bounce({ ...bounce, to, progress: throwing }))).toMatchObject({ at: name });
    }
    expect(await listPrivate()).toEqual([]);
    await renderer.bounce(bounce);
  },
);

test.each(["a\\b.wav", "a\\b/c.wav", "\u0000.wav"])("a private file named %j", async (path) => {
  const renderer = await rendererWith({ mix: kick });
  const problem = await problemOf(() => renderer.bounce({ ...bounce, to: { kind: "opfs", path } }));
  expect(problem.code).toBe("bad-name");
  const folder = await rendererWith({ mix: kick, media: { kind: "opfs", folder: path } });
  expect(["bad-name"]).toContain((await problemOf(() => folder.bounce(bounce))).code);
  expect(await listPrivate()).toEqual([]);
});

test.each([
  "data:text/plain,",
  "mailto:someone@example.org",
  "javascript:0",
  "blob:nowhere",
  "https://user:word@host/",
])("recordings in %s", async (base) => {
  const problem = await problemOf(() => createWebRenderer({ registry, newWorker, media: { kind: "url", base } }));
  expect(problem).toMatchObject({
    code: "bad-options",
    message: expect.stringContaining("base must be an address of a folder"),
  });
});

test.each(["/recordings/guarded?token=1", "/recordings/guarded/?token=1#here"])(
  "recordings in %s: what guards the folder guards its files",
  async (base) => {
    const { pcmSha256 } = await (await rendererWith({ mix: kick })).bounce(bounce);
    const renderer = await rendererWith({ mix: kick, media: { kind: "url", base } });
    expect((await renderer.bounce(bounce)).pcmSha256).toBe(pcmSha256);
    const without = await rendererWith({ mix: kick, media: { kind: "url", base: "/recordings/guarded" } });
    expect(await problemOf(() => without.bounce(bounce))).toMatchObject({ code: "not-fetched" });
  },
);

test("a destination that cannot be made is told with its reason, and the next one is asked for", async () => {
  const destinations = [
    (): AudioNode => {
      throw new RangeError("planted");
    },
    (): AudioNode => new AudioContext({ sampleRate: 48_000 }).destination,
  ];
  const { player } = await emptySession(48_000, { media: longMedia, newDestination: () => destinations.shift()!() });
  const problem = await problemOf(() => player.update(forgetfulMix()));
  expect(problem).toMatchObject({ code: "no-sound-output", message: expect.stringContaining("planted") });
  await player.update(forgetfulMix());
});

test.each<[string, { startSeconds: number; endSeconds: number }]>([
  ["reversed", { startSeconds: 3, endSeconds: 2 }],
  ["of no length", { startSeconds: 3, endSeconds: 3 }],
  ["before the start", { startSeconds: -1, endSeconds: 2 }],
])("a loop that is %s, before and after the first mix", async (_, range) => {
  const { player, until, problems } = await emptySession(48_000, { media: longMedia });
  expect(await problemOf(() => player.loop(range))).toMatchObject({ code: "bad-loop" });
  await player.update(forgetfulMix());
  expect(await problemOf(() => player.loop(range))).toMatchObject({ code: "bad-loop" });
  await player.play();
  await until(({ isPlaying }) => isPlaying);
  expect(problems).toEqual([]);
});

test("a loop that was given before its mix, and is too short for it, is told and forgotten", async () => {
  const { player, until, problems } = await emptySession(48_000, { media: longMedia });
  await player.loop({ startSeconds: 3, endSeconds: 3.001 });
  await player.update(forgetfulMix());
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.2);
  expect(problems).toMatchObject([{ code: "bad-loop", at: "loop" }]);
});

test("positions as far as numbers go", async () => {
  const { player, until, problems } = await sessionWith(kick);
  await player.seek(Number.MAX_VALUE);
  await player.play();
  await until(({ isPlaying, positionSeconds }) => !isPlaying && positionSeconds === 0);
  await player.loop({ startSeconds: 0, endSeconds: Number.MAX_VALUE });
  await player.seek(Number.MIN_VALUE);
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.1);
  expect(problems).toEqual([]);
});

test("places that are no longer there, or were never such", async () => {
  const renderer = await rendererWith({ mix: kick });
  const handle = await writePrivate("chosen.wav", new Uint8Array(1));
  const root = await navigator.storage.getDirectory();
  const stream = await handle.createWritable();
  for (const strange of [root, stream, await handle.getFile(), structuredClone({ name: handle.name })]) {
    const to = { kind: "file", handle: strange };
    expect(await problemOf(() => untyped(renderer.bounce)({ ...bounce, to }))).toMatchObject({ code: "bad-options" });
  }
  await stream.abort();
  await root.removeEntry("chosen.wav");
  const gone: MediaLocation = { kind: "files", files: { "kick.wav": handle } };
  const reading = await rendererWith({ mix: kick, media: gone });
  expect(await problemOf(() => reading.bounce(bounce))).toMatchObject({ code: "enoent", at: "kick.wav" });
});

test("two bounces to one place at once: one of them stands there whole, or both are told", async () => {
  const renderer = await rendererWith({ mix: kick });
  const to = { kind: "opfs", path: "mix.wav" } as const;
  const settled = await Promise.allSettled([renderer.bounce({ ...bounce, to }), renderer.bounce({ ...bounce, to })]);
  for (const one of settled) {
    if (one.status === "rejected") expect(one.reason).toBeInstanceOf(TwobusError);
  }
  expect(settled.some(({ status }) => status === "fulfilled")).toBe(true);
  expect(await listPrivate()).toEqual(["mix.wav"]);
});

test("after the end every call says so, however often it ends", async () => {
  const renderer = await rendererWith({ mix: kick });
  const { player } = await sessionWith(kick);
  const stop = player.subscribe(() => {});
  await Promise.all([renderer.dispose(), renderer.dispose(), player.dispose()]);
  const calls = [
    () => renderer.update(kick),
    () => renderer.bounce(bounce),
    () => renderer.render({ receive: () => {} }),
    () => renderer.figures([]),
  ];
  for (const call of calls) expect(await problemOf(call)).toMatchObject({ code: "renderer-closed" });
  const asked = [
    () => player.play(),
    () => player.ready(),
    () => player.loop(undefined),
    () => player.monitor({}),
    () => player.seek(0),
    async () => player.subscribe(() => {}),
  ];
  for (const call of asked) expect(await problemOf(call)).toMatchObject({ code: "player-closed" });
  stop();
  await Promise.all([renderer.dispose(), player.dispose()]);
});
