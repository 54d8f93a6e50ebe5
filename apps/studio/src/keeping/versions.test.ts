import { expect, test } from "vitest";
import { MOST_VERSIONS, nextVersion, VERSION_MS, type VersionPlace } from "./versions.ts";

/** Saves at these times, and gives the numbers that are kept and where each save went. */
function saveAt(times: readonly number[]): { numbers: number[]; places: number[] } {
  let numbers: number[] = [];
  let newest: VersionPlace | undefined;
  const places = times.map((nowMs) => {
    const next = nextVersion(numbers, newest, nowMs);
    numbers = [...numbers.filter((number) => number !== next.number && !next.dropped.includes(number)), next.number];
    newest = next;
    return next.number;
  });
  return { numbers, places };
}

test("saves within half a minute are one version", () => {
  expect(saveAt([0, 1000, VERSION_MS - 1, VERSION_MS, VERSION_MS + 1]).places).toEqual([1, 1, 1, 2, 2]);
});

test("a version grows no older by being saved to: hours of steady work are many versions", () => {
  const seconds = Array.from({ length: 301 }, (_, second) => second * 1000);
  expect(saveAt(seconds).numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("the last fifty stay", () => {
  const { numbers } = saveAt(Array.from({ length: 120 }, (_, index) => index * VERSION_MS));
  expect(numbers).toEqual(Array.from({ length: MOST_VERSIONS }, (_, index) => index + 71));
});

test("a clock that was set back overwrites nothing", () => {
  expect(saveAt([1_000_000, 0]).places).toEqual([1, 2]);
});

test("without a newest place a version begins, and numbers go on", () => {
  expect(nextVersion([4, 9], undefined, 0)).toEqual({ number: 10, startedAtMs: 0, dropped: [] });
});
