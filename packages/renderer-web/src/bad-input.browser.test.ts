import { TwobusError, type MixDocument, type Problem } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { chosen, rendererWith, sharedWorker } from "../test/harness.ts";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { mixOf, node, registry } from "../test/mix.ts";
import { apart, BEGINNING, bounced, cut, onset, sessionWith, waiting } from "../test/player-harness.ts";
import workletUrl from "../test/player-worklet.ts?worker&url";
import { createWebPlayer, createWebRenderer, type WebPlayerOptions, type WebRendererOptions } from "./index.ts";

/** What is given where something else belongs. */
const STRANGE: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  0,
  0.5,
  12,
  1e9,
  "",
  "mp4",
  true,
  [],
  [null],
  {},
  { kind: "mp4" },
  () => {},
  Symbol("strange"),
];

/** Of a call that may well succeed; where it does not, everything that is wrong is said in a sentence. */
async function problemsOf(call: () => unknown): Promise<readonly Problem[]> {
  try {
    await call();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(TwobusError);
    const { problems } = error as TwobusError;
    expect(problems.length).toBeGreaterThan(0);
    for (const { code, at, message } of problems) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(at).not.toBe("");
      expect(message).toMatch(/^\S.{15,}/);
    }
    return problems;
  }
}

/** As someone calls who has no types. */
type Untyped = (...given: readonly unknown[]) => unknown;
const untyped = (call: unknown): Untyped => call as Untyped;

const playerOptions: WebPlayerOptions = { newWorker: sharedWorker, workletUrl, media: chosen };
const rendererOptions: WebRendererOptions = { registry, newWorker: sharedWorker, media: chosen };
const bounce = { container: "wav", sampleFormat: "int24", to: { kind: "memory" }, toSeconds: 0.01 };
const render = { receive: () => {}, toSeconds: 0.01 };

/** Each option in turn replaced by each strange value. */
const twisted = (options: object, names: readonly string[]): object[] =>
  names.flatMap((name) => STRANGE.map((value) => ({ ...options, [name]: value })));

test("players and renderers are made of what they take, or not at all", async () => {
  const optional = ["onProblem", "measuresLoad", "aheadChunks", "newDestination"];
  for (const options of [...STRANGE, ...twisted(playerOptions, [...Object.keys(playerOptions), ...optional])]) {
    await problemsOf(() => (untyped(createWebPlayer)(options) as ReturnType<typeof createWebPlayer>).dispose());
  }
  for (const options of [...STRANGE, ...twisted(rendererOptions, Object.keys(rendererOptions))]) {
    await problemsOf(() => (untyped(createWebRenderer)(options) as ReturnType<typeof createWebRenderer>).dispose());
  }
});

test.each<[string, object, RegExp]>([
  ["aheadChunks", { aheadChunks: 1 }, /^aheadChunks must be 4 or more, not 1$/],
  ["aheadChunks", { aheadChunks: 1e9 }, /^aheadChunks must be 4096 or less/],
  ["aheadChunks", { aheadChunks: Number.NaN }, /^aheadChunks must be a .*number, not what is no number/],
  ["newWorker", { newWorker: null }, /^newWorker must be a function/],
  ["workletUrl", { workletUrl: 3 }, /^workletUrl must be an address/],
  ["media", { media: { kind: "ftp" } }, /^media.* must be a place of kind "opfs", "url" or "files"/],
  ["media", { media: { kind: "url", base: "http://[" } }, /^media.base must be an address/],
  ["media", { media: { kind: "files", files: { a: 3 } } }, /^media.files.a must be a Blob/],
])("a player with a strange %s: %j", async (_, strange, said) => {
  const problems = await problemsOf(() => createWebPlayer({ ...playerOptions, ...strange }));
  expect(problems).toEqual([{ code: "bad-options", at: "createWebPlayer", message: expect.stringMatching(said) }]);
});

test("a Worker that is none, and one that cannot be made", async () => {
  const makers: Untyped[] = [
    () => null,
    () => {
      throw new RangeError("planted");
    },
  ];
  for (const maker of makers) {
    const renderer = await rendererWith({ worker: maker as () => Worker });
    expect(await problemsOf(() => untyped(renderer.bounce)(bounce))).toMatchObject([{ code: "render-worker-failed" }]);
  }
});

test.each<[string, object, RegExp]>([
  ["container", { container: "mp4" }, /^container must be "wav" or "flac", not "mp4"$/],
  ["sample rate", { sampleRate: 12 }, /^sampleRate must be a whole number of hertz from 8000 to 384000/],
  ["sample rate", { sampleRate: 2000 }, /^sampleRate must be a whole number of hertz/],
  ["format", { sampleFormat: "int32" }, /^sampleFormat must be "int16" or "int24" or "float32"/],
  ["place", { to: undefined }, /^to must be a place of kind/],
  ["place", { to: { kind: "opfs", path: "" } }, /^to.path must be/],
  ["place", { to: { kind: "file", handle: {} } }, /^to.handle must be the handle of a file/],
  ["start", { fromSeconds: Number.NaN }, /^fromSeconds must be a number/],
  ["signal", { signal: "stop" }, /^signal must be an AbortSignal/],
  ["progress", { progress: 1 }, /^progress must be a function/],
])("a bounce with a strange %s: %j", async (_, strange, said) => {
  const renderer = await rendererWith();
  const problems = await problemsOf(() => untyped(renderer.bounce)({ ...bounce, ...strange }));
  expect(problems).toEqual([{ code: "bad-options", at: "bounce", message: expect.stringMatching(said) }]);
});

/** Of one short recording, where many jobs are done. */
const kick = mixOf(["kick.wav"]);

// What threads share has no part in it.
test.runIf(crossOriginIsolated)("strange jobs are refused in words, and the renderer goes on", async () => {
  const renderer = await rendererWith({ mix: kick });
  const bounces = ["container", "sampleFormat", "sampleRate", "to", "fromSeconds", "toSeconds", "signal", "progress"];
  const renders = ["receive", "begin", "progress", "stems", "fromSeconds", "toSeconds", "signal"];
  for (const job of [...STRANGE, ...twisted(bounce, bounces)]) await problemsOf(() => untyped(renderer.bounce)(job));
  for (const job of [...STRANGE, ...twisted(render, renders)]) await problemsOf(() => untyped(renderer.render)(job));
  for (const strange of STRANGE) {
    await problemsOf(() => untyped(renderer.figures)(strange));
    if (strange !== undefined) expect(await problemsOf(() => untyped(renderer.figures)([], strange))).toHaveLength(1);
  }
  expect(await problemsOf(() => untyped(renderer.bounce)(bounce))).toEqual([]);
});

/** A mix with one value in it that is none. */
function mixWith(change: (mix: Record<string, unknown>) => void): MixDocument {
  const mix = structuredClone(forgetfulMix());
  change(mix as unknown as Record<string, unknown>);
  return mix;
}

const strangeMixes: readonly (readonly [MixDocument, string])[] = [
  [null as unknown as MixDocument, "mix"],
  [{} as MixDocument, "mix.format"],
  [mixWith((mix) => (mix["sampleRate"] = 12)), "mix.sampleRate"],
  [mixWith((mix) => (mix["sampleRate"] = Number.NaN)), "mix.sampleRate"],
  [mixWith((mix) => (mix["graphs"] = null)), "mix.graphs"],
  [
    mixWith(({ graphs }) => ((graphs as MixDocument["graphs"])["mix"]!.connections[0]!.gainDb = Number.NaN)),
    "mix.graphs.mix.connections[0].gainDb",
  ],
];

test("strange documents, positions, loops, monitors and listeners: what plays goes on as it was", async () => {
  const made = await bounced(forgetfulMix(), longMedia);
  const { player, until, captured, problems } = await sessionWith(forgetfulMix(), { media: longMedia });
  await player.play();
  await until(({ isPlaying }) => isPlaying);
  const renderer = await rendererWith({ mix: forgetfulMix(), media: longMedia });
  for (const [mix, at] of strangeMixes) {
    for (const update of [player.update, renderer.update]) {
      expect((await problemsOf(() => update(mix))).map((problem) => problem.at)).toContain(at);
    }
  }
  const numbers: readonly unknown[] = [-1, 0, 0.5, 12, 1e9];
  for (const strange of STRANGE) {
    if (!numbers.includes(strange)) {
      expect(await problemsOf(() => untyped(player.seek)(strange))).toMatchObject([{ code: "bad-position" }]);
    }
    const ends = numbers.includes(strange)
      ? []
      : [
          { startSeconds: strange, endSeconds: 2 },
          { startSeconds: 1, endSeconds: strange },
        ];
    for (const loop of strange === undefined ? ends : [strange, ...ends]) {
      expect((await problemsOf(() => untyped(player.loop)(loop)))[0]).toMatchObject({ code: "bad-loop", at: "loop" });
    }
    if (strange !== undefined && typeof strange !== "boolean") {
      expect(await problemsOf(() => untyped(player.monitor)({ dim: strange }))).toHaveLength(1);
    }
    if (typeof strange !== "function") {
      expect(await problemsOf(() => untyped(player.subscribe)(strange))).toMatchObject([{ at: "subscribe" }]);
    }
  }
  for (const levelDb of [41, 1e9, Infinity, Number.NaN, null, "3"]) {
    const [problem] = await problemsOf(() => untyped(player.monitor)({ levelDb }));
    expect(problem).toMatchObject({ code: "bad-level", at: "monitor" });
  }
  await until(({ positionSeconds }) => positionSeconds > 0.6);
  const heard = await captured();
  expect(apart(cut(heard, onset(heard) - onset(made), 24_000), cut(made, 0, 24_000))).toBeLessThan(1e-6);
  expect(problems).toEqual([]);
});

test("far positions: before the start is the start, and behind the end nothing plays", async () => {
  const { player, until, problems } = await sessionWith(mixOf());
  await player.seek(-1);
  expect(await until(() => true)).toMatchObject({ positionSeconds: 0 });
  await player.seek(1e9);
  await player.play();
  await until(({ isPlaying, positionSeconds }) => !isPlaying && positionSeconds === 0);
  await player.loop({ startSeconds: 0, endSeconds: 1e9 });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.1);
  expect(problems).toEqual([]);
});

test("as little is read ahead as may be: the mix plays on, and an edit that is later than all of that is heard", async () => {
  const { player, until } = await sessionWith(forgetfulMix(), { media: longMedia, aheadChunks: 4 });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.5);
  const late = forgetfulMix();
  late.graphs["mix"]!.nodes["compressor"] = node("linearPhaseEq", { taps: 16_383 });
  const { latencySamples } = await player.update(late);
  expect(latencySamples).toBeGreaterThan(4 * 1024);
  await until((report) => report.latencySamples === latencySamples && report.isPlaying);
  const { positionSeconds } = await until(() => true);
  await until((report) => report.positionSeconds > positionSeconds + 0.5);
});

test("solo of what is not there is refused by name; what is taken away is soloed again when it comes back", async () => {
  const alone = forgetfulMix();
  alone.graphs["mix"]!.nodes["track0"]!.muted = true;
  const without = forgetfulMix();
  delete without.graphs["mix"]!.nodes["track1"];
  without.graphs["mix"]!.connections = without.graphs["mix"]!.connections.filter(({ from }) => from !== "track1.main");
  const [madeAlone, madeWithout] = [await bounced(alone, longMedia), await bounced(without, longMedia)];
  const { player, until, captured } = await sessionWith(forgetfulMix(), { media: longMedia });
  await player.monitor({ solo: ["track1"] });
  for (const solo of [["nobody"], ["track1", "nobody"], ["constructor"]]) {
    const [problem] = await problemsOf(() => player.monitor({ solo }));
    expect(problem).toMatchObject({ code: "unknown-node", at: "monitor" });
    expect(problem!.message).toContain(solo.at(-1));
  }
  const heardIs = async (made: typeof madeAlone): Promise<void> => {
    await captured();
    await player.seek(0);
    await player.play();
    await until(({ positionSeconds }) => positionSeconds > 0.5);
    await player.stop();
    await until(({ isPlaying }) => !isPlaying);
    const heard = await captured();
    expect(apart(cut(heard, onset(heard) - onset(made), 9600), cut(made, 0, 9600))).toBeLessThan(1e-6);
    await waiting(100);
  };
  await heardIs(madeAlone);
  await player.update(without);
  await heardIs(madeWithout);
  await player.update(forgetfulMix());
  await heardIs(madeAlone);
});

test("a listener that throws is named once, and the others are told all the same", async () => {
  const problems: Problem[] = [];
  const reported: string[] = [];
  const note = (event: ErrorEvent): void => {
    event.preventDefault();
    reported.push(event.message);
  };
  addEventListener("error", note);
  onTestFinished(() => removeEventListener("error", note));
  const { player } = await sessionWith(mixOf(), {
    onProblem: (problem) => {
      problems.push(problem);
      throw new Error("planted by onProblem");
    },
  });
  let [before, thrown, after] = [0, 0, 0];
  player.subscribe(() => void before++);
  player.subscribe(() => {
    thrown++;
    throw new Error("planted");
  });
  const stop = player.subscribe(() => void after++);
  await expect.poll(() => thrown).toBeGreaterThan(3);
  stop();
  expect(Math.abs(before - after)).toBeLessThan(2);
  expect(problems).toMatchObject([...BEGINNING, { code: "listener-failed", at: "subscribe" }]);
  expect(problems.at(-1)!.message).toContain("planted");
  expect(reported).toEqual(problems.map(() => expect.stringContaining("planted by onProblem")));
});
