import { expect, onTestFinished, test } from "vitest";
import { mixOf } from "../test/mix.ts";
import { sessionWith } from "../test/player-harness.ts";

const own = Object.getOwnPropertyDescriptor(AudioContext.prototype, "playbackStats");

/** A browser that counts as it is told to. */
function counting(stats: object | undefined): void {
  Object.defineProperty(AudioContext.prototype, "playbackStats", { configurable: true, get: () => stats });
  onTestFinished(() => {
    if (own === undefined) Reflect.deleteProperty(AudioContext.prototype, "playbackStats");
    else Object.defineProperty(AudioContext.prototype, "playbackStats", own);
  });
}

test("what did not reach the output in time is in each report, in gaps and frames of the mix's rate", async () => {
  const stats = { underrunEvents: 0, underrunDuration: 0 };
  counting(stats);
  const { until } = await sessionWith(mixOf());
  expect((await until(() => true)).missed).toEqual({ gaps: 0, frames: 0 });
  Object.assign(stats, { underrunEvents: 3, underrunDuration: 0.01 });
  expect((await until(({ missed }) => missed?.gaps !== 0)).missed).toEqual({ gaps: 3, frames: 480 });
});

test("where the browser does not count it, that is said", async () => {
  counting(undefined);
  const { until } = await sessionWith(mixOf());
  expect((await until(() => true)).missed).toBeNull();
});
