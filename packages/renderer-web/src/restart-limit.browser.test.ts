import { expect, onTestFinished, test, vi } from "vitest";
import { createRestartLimit } from "./live/restart-limit.ts";

/** What it says at deaths so many seconds apart. */
function restartsAt(seconds: readonly number[]): readonly boolean[] {
  const clock = vi.spyOn(performance, "now");
  onTestFinished(() => clock.mockRestore());
  const mayRestart = createRestartLimit();
  return seconds.map((second) => {
    clock.mockReturnValue(1000 * (100 + second));
    return mayRestart();
  });
}

test("three restarts, and the fourth death in a row is the last; who asks for it after that begins anew", () => {
  expect(restartsAt([0, 1, 2, 3, 4])).toEqual([true, true, true, false, true]);
});

test("one that hangs each time, which is noticed 12 s later, is given up as well", () => {
  expect(restartsAt([0, 12, 24, 36])).toEqual([true, true, true, false]);
});

test("one that has played in between is well again", () => {
  expect(restartsAt([0, 1, 2, 40, 41, 42, 43])).toEqual([true, true, true, true, true, true, false]);
});
