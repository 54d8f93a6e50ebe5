// What is thrown on one side of a Worker arrives on the other as problems, each way.

import { fault, type TwobusError } from "@twobus/core";
import { expose, wrap, type Remote } from "comlink";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { clearPrivate, listPrivate, newAilingWorker, newWorker, rendererWith } from "../test/harness.ts";
import { mixOf } from "../test/mix.ts";
import { emptySession } from "../test/player-harness.ts";
import { sendProblemsWhole, throwingProblems } from "./thrown-problems.ts";

beforeEach(clearPrivate);

const kick = mixOf(["kick.wav"]);
const TO_FILE = { container: "wav", sampleFormat: "float32", to: { kind: "opfs", path: "mix.wav" } } as const;

interface Calls {
  give(value: number): Promise<number>;
  fail(): Promise<void>;
}

/** Calls as the other side sees them. */
function across(calls: Calls): Remote<Calls> {
  sendProblemsWhole();
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  expose(throwingProblems(calls, "the other side"), port1);
  return wrap<Calls>(port2);
}

const give = async (value: number): Promise<number> => value;
const thrownBy = (fail: () => Promise<void>): Promise<TwobusError> =>
  across({ give, fail })
    .fail()
    .then(
      () => expect.unreachable(),
      (error: unknown) => error as TwobusError,
    );

test("what a call gives arrives as it is", async () => {
  expect(await across({ give, fail: async () => {} }).give(7)).toBe(7);
});

test.each<[string, () => unknown]>([
  ["an error of the program", () => new RangeError("planted")],
  ["a refusal of the browser", () => new DOMException("planted", "DataError")],
  ["what cannot be sent", () => ({ toString: () => "planted", inner: () => {} })],
  ["a word", () => "planted"],
])("%s arrives as a problem that says what to do", async (_, made) => {
  const error = await thrownBy(async () => {
    throw made();
  });
  expect(error).toMatchObject({ name: "TwobusError", problems: [{ code: "internal-error", at: "the other side" }] });
  expect(error.message).toMatch(/planted.*try again/);
});

test("problems arrive as they are", async () => {
  const error = await thrownBy(async () => {
    throw fault("enoent", "kick.wav", "there is no such file");
  });
  expect(error.problems).toEqual([{ code: "enoent", at: "kick.wav", message: "there is no such file" }]);
});

const internal = { name: "TwobusError", problems: [{ code: "internal-error", at: "render worker" }] };

test("a fault of the Worker in a bounce: nothing is left behind", async () => {
  const renderer = await rendererWith({ mix: kick, worker: () => newAilingWorker("writes badly") });
  await expect(renderer.bounce(TO_FILE)).rejects.toMatchObject(internal);
  expect(await listPrivate()).toEqual([]);
});

test("a fault of the Worker in a player's first mix; the next player is well", async () => {
  const workers = [(): Worker => newAilingWorker("compiles badly"), newWorker];
  const { player } = await emptySession(48_000, { newWorker: () => workers.shift()!() });
  await expect(player.update(kick)).rejects.toMatchObject(internal);
  await player.dispose();
  const next = await emptySession(48_000, { newWorker: () => workers.shift()!() });
  await next.player.update(kick);
});
