import { expect, test } from "vitest";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { apart, bounced, cut, emptySession, firstDifference, onset, sessionWith } from "../test/player-harness.ts";

const long = { media: longMedia };
const isPlaying = (report: { readonly isPlaying: boolean }): boolean => report.isPlaying;
const isAtRest = (report: { readonly isPlaying: boolean }): boolean => !report.isPlaying;

/** Plays through contexts of the page's own, which it keeps. */
async function sessionWithContexts() {
  const contexts: AudioContext[] = [];
  const session = await sessionWith(forgetfulMix(), {
    ...long,
    newDestination: (sampleRate) => {
      contexts.push(new AudioContext({ sampleRate }));
      return contexts.at(-1)!.destination;
    },
  });
  await session.player.play();
  await session.until(({ positionSeconds }) => positionSeconds > 0.3);
  return { ...session, contexts };
}

test("an output that others close is told, at rest from then on; play opens another, from where it was", async () => {
  const { player, until, problems, contexts } = await sessionWithContexts();
  const rested = until(isAtRest);
  await contexts[0]!.close();
  const { positionSeconds } = await rested;
  expect(positionSeconds).toBeGreaterThan(0.2);
  await expect.poll(() => problems).toMatchObject([{ code: "output-closed", at: "player" }]);
  await player.play();
  const next = await until(isPlaying);
  expect(next.positionSeconds).toBeGreaterThanOrEqual(positionSeconds);
  expect(next.positionSeconds).toBeLessThan(positionSeconds + 1);
  await until((report) => report.positionSeconds > next.positionSeconds + 0.2);
  expect(contexts.map(({ state }) => state)).toEqual(["closed", "running"]);
  expect(problems).toHaveLength(1);
});

test("closed and played at once, and closed at rest: nothing is lost, and nothing need be said", async () => {
  const { player, until, problems, contexts } = await sessionWithContexts();
  await player.stop();
  await until(isAtRest);
  await contexts[0]!.close();
  await player.seek(2);
  await Promise.all([player.play(), player.play()]);
  await until((report) => report.isPlaying && report.positionSeconds > 2.1);
  void contexts.at(-1)!.close();
  await player.play().catch(() => player.play()); // which of the two comes first is the browser's affair
  await until((report) => report.isPlaying && report.positionSeconds > 2.3);
  expect(contexts.filter(({ state }) => state !== "closed")).toHaveLength(1);
  expect(problems.every(({ code }) => code === "output-closed")).toBe(true);
});

test("an output that is given closed is refused", async () => {
  const context = new AudioContext({ sampleRate: 48_000 });
  await context.close();
  const { player } = await emptySession(48_000, { ...long, newDestination: () => context.destination });
  await expect(player.update(forgetfulMix())).rejects.toMatchObject({
    problems: [{ code: "output-closed", at: "player" }],
  });
});

test("an output that others suspend is told and reported at rest; play resumes it, and so may they", async () => {
  const { player, until, problems, contexts } = await sessionWithContexts();
  const [context] = contexts;
  await context!.suspend();
  const { positionSeconds } = await until(isAtRest);
  expect(problems).toMatchObject([{ code: "output-suspended", at: "player" }]);
  await player.play();
  await until((report) => report.isPlaying && report.positionSeconds > positionSeconds + 0.1);
  await context!.suspend();
  await until(isAtRest);
  await context!.resume();
  await until((report) => report.isPlaying && report.positionSeconds > positionSeconds + 0.3);
  await player.stop();
  await context!.suspend();
  expect(problems.map(({ code }) => code)).toEqual(["output-suspended", "output-suspended"]);
  expect(contexts).toHaveLength(1);
});

test("an output that something else on the device takes", async () => {
  const { player, until, problems, contexts } = await sessionWithContexts();
  const [context] = contexts;
  // What happens on a telephone is planted
  Object.defineProperty(context!, "state", { value: "interrupted", configurable: true });
  context!.resume = () => Promise.reject(new DOMException("planted", "InvalidStateError"));
  context!.dispatchEvent(new Event("statechange"));
  expect(problems).toMatchObject([{ code: "output-interrupted", at: "player" }]);
  await expect(player.play()).rejects.toMatchObject({ problems: [{ code: "output-interrupted" }] });
  Reflect.deleteProperty(context!, "state");
  Reflect.deleteProperty(context!, "resume");
  await player.play();
  await until(isPlaying);
  expect(problems).toHaveLength(1);
});

test("a mix at another rate that is refused: what plays is not interrupted by a sample", async () => {
  const made = await bounced(forgetfulMix(), longMedia);
  const { player, until, captured, problems } = await sessionWith(forgetfulMix(), long);
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.3);
  const broken = { ...forgetfulMix(), sampleRate: 44_100 };
  broken.graphs["mix"]!.connections.push({ from: "stereo-bus.main", to: "compressor.main" });
  await expect(player.update(broken)).rejects.toMatchObject({ problems: [{ at: expect.any(String) }] });
  await expect(player.update({ ...forgetfulMix(), sampleRate: 44_100 })).rejects.toMatchObject({
    problems: [{ code: "wrong-sample-rate" }], // the harness plays into a context at 48 kHz
  });
  const { positionSeconds } = await until(isPlaying);
  await until((report) => report.positionSeconds > positionSeconds + 0.3);
  const heard = await captured();
  const start = onset(heard) - onset(made);
  const frames = Math.floor(positionSeconds * 48_000);
  expect(firstDifference(cut(heard, start, frames), cut(made, 0, frames))).toBe(-1);
  expect(apart(cut(heard, start, 48_000 / 2), cut(made, 0, 48_000 / 2))).toBe(0);
  expect(problems).toEqual([]);
});
