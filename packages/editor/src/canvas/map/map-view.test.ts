import { expect, test } from "vitest";
import { isWithin, mapView } from "./map-view.ts";

const SIZE = { width: 200, height: 150 };
const inView = { x: 0, y: 0, width: 400, height: 300 };

test("a map shows all boxes and what is in view, with five of its pixels around", () => {
  expect(mapView([], inView, SIZE)).toEqual({ x: -10, y: -10, width: 420, height: 320 });
  const far = { x: -400, y: 100, width: 100, height: 50 };
  // 800 wide on 200 pixels: four units each; as high as that, the view stands in the middle.
  expect(mapView([far], inView, SIZE)).toEqual({ x: -420, y: -170, width: 840, height: 640 });
});

test("a place on the edge is within", () => {
  expect(isWithin({ x: 400, y: 0 }, inView)).toBe(true);
  expect(isWithin({ x: 401, y: 0 }, inView)).toBe(false);
});
