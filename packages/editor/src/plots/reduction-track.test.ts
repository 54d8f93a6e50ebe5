import { expect, test } from "vitest";
import { ReductionTrack } from "./reduction-track.ts";

test("three seconds of reduction hang from the top, the newest at the right", () => {
  const track = new ReductionTrack();
  expect(track.mostDb).toBe(0);
  track.add(-6);
  track.add(3);
  expect(track.mostDb).toBe(6);
  const area = track.area(89, 100, 12);
  expect(area.startsWith("M0 0L0.0 0.0L1.0 0.0")).toBe(true);
  expect(area.endsWith("L87.0 0.0L88.0 50.0L89.0 25.0L89 0Z")).toBe(true);
  for (let reading = 0; reading < 89; reading++) track.add(0);
  expect(track.mostDb).toBe(3);
  track.add(0);
  expect(track.mostDb).toBe(0);
});

test("cleared, it is at rest, as it was at first", () => {
  const track = new ReductionTrack();
  const atFirst = track.area(89, 100, 12);
  expect(track.isAtRest).toBe(true);
  track.add(-6);
  expect(track.isAtRest).toBe(false);
  track.clear();
  expect(track.isAtRest).toBe(true);
  expect(track.area(89, 100, 12)).toBe(atFirst);
});

test("what is more than the range goes to the bottom and no further", () => {
  const track = new ReductionTrack();
  track.add(40);
  expect(track.area(89, 100, 12)).toContain("L89.0 100.0");
});
