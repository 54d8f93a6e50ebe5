import { expect, test } from "vitest";
import { toyMix } from "../../../core/test/toy-pack.ts";
import { aligned, boundsOf, distributed, type Box } from "./arrange.ts";
import { boxesWithin, moveFrameCommands, newFrameCommand } from "./frames.ts";

const boxes = new Map<string, Box>([
  ["a", { x: 0, y: 0, width: 100, height: 40 }],
  ["b", { x: 150, y: 30, width: 60, height: 80 }],
  ["c", { x: 400, y: 200, width: 40, height: 40 }],
]);

test("what is aligned shares an edge or a middle, and moves along one axis alone", () => {
  expect(aligned(boxes, "left")).toEqual({ a: { x: 0, y: 0 }, b: { x: 0, y: 30 }, c: { x: 0, y: 200 } });
  const right = aligned(boxes, "right");
  for (const [id, { width, y }] of boxes) expect(right[id]).toEqual({ x: 440 - width, y });
  expect(aligned(boxes, "bottom")["b"]).toEqual({ x: 150, y: 160 });
  const row = aligned(boxes, "row");
  for (const [id, { height }] of boxes) expect(row[id]!.y + height / 2).toBe(120);
  const column = aligned(boxes, "column");
  for (const [id, { width }] of boxes) expect(column[id]!.x + width / 2).toBe(220);
});

test("what is distributed has equal gaps, and its ends stay", () => {
  const places = distributed(boxes, "x");
  expect(places["a"]).toEqual({ x: 0, y: 0 });
  expect(places["c"]).toEqual({ x: 400, y: 200 });
  // 440 wide, 200 of it boxes: two gaps of 120.
  expect(places["b"]).toEqual({ x: 220, y: 30 });
  expect(distributed(boxes, "y")["b"]).toEqual({ x: 150, y: 80 });
});

test("a frame holds what it was put around, and takes that along", () => {
  const mix = toyMix();
  const made = newFrameCommand(mix, "mix", [...boxes.values()].slice(0, 2), { x: 9, y: 9 });
  const frame = made.kind === "setFrame" ? made.frame! : undefined!;
  expect([...boxesWithin(frame, boxes).keys()]).toEqual(["a", "b"]);
  const { x, y, width, height } = boundsOf([boxes.get("a")!, boxes.get("b")!]);
  expect(frame.x).toBeLessThan(x);
  expect(frame.y).toBeLessThan(y);
  expect(frame.x + frame.width).toBeGreaterThan(x + width);
  expect(frame.y + frame.height).toBeGreaterThan(y + height);
  const framed = { ...mix, frames: { mix: { frame } } };
  const to = { x: frame.x + 10, y: frame.y - 5 };
  expect(moveFrameCommands(framed, "mix", "frame", to, boxesWithin(frame, boxes))).toEqual([
    { kind: "setFrame", graph: "mix", id: "frame", frame: { ...frame, ...to } },
    { kind: "setLayout", graph: "mix", positions: { a: { x: 10, y: -5 }, b: { x: 160, y: 25 } } },
  ]);
  expect(moveFrameCommands(framed, "mix", "frame", frame, new Map())).toEqual([]);
});

test("a frame of nothing stands where it was asked for", () => {
  expect(newFrameCommand(toyMix(), "mix", [], { x: 7.4, y: 2.6 })).toMatchObject({ frame: { x: 7, y: 3 } });
});
