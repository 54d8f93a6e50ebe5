import { HUES } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { nextHue, submixPlace, type Box } from "./submix-place.ts";

const box = (x: number, y: number): Box => ({ x, y, width: 200, height: 100 });
const wanted = { node: "new", target: "stereo", width: 200, height: 100 };

test("beside the middle of its sources, left of what it plays into", () => {
  const boxes = new Map([
    ["kick", box(-1000, 0)],
    ["snare", box(-1000, 200)],
    ["stereo", box(0, 500)],
  ]);
  expect(submixPlace(boxes, { ...wanted, picked: ["kick", "snare"] })).toEqual({ new: { x: -290, y: 100 } });
  expect(submixPlace(boxes, { ...wanted, picked: [] })).toEqual({ new: { x: -290, y: 500 } });
  // The nearest row that is free, 18 from what stands there.
  const between = boxes.set("drums", box(-300, 60)).set("bass", box(-300, 190));
  expect(submixPlace(between, { ...wanted, picked: ["kick", "snare"] })["new"]!.y).toBe(-60);
});

test("where there is no room, what stands at the right makes some; no cable runs back", () => {
  const boxes = new Map([
    ["drums", box(-290, 0)],
    ["bass", box(-290, 200)],
    ["stereo", box(0, 100)],
    ["print", box(290, 100)],
  ]);
  expect(submixPlace(boxes, { ...wanted, picked: ["drums", "bass"] })).toEqual({
    stereo: { x: 290, y: 100 },
    print: { x: 580, y: 100 },
    new: { x: 0, y: 100 },
  });
});

test("a new bus has a hue of its own, and the first again where all are taken", () => {
  const session = toySession();
  const record = () => session.document.graphs["mix"]!;
  expect(nextHue(record())).toBe(HUES.percussion);
  for (const colour of Object.values(HUES)) {
    session.do({ kind: "addNode", graph: "mix", type: "toy.bus", colour });
  }
  expect(nextHue(record())).toBe(HUES.percussion);
  session.do({ kind: "addNode", graph: "mix", type: "toy.bus", colour: HUES.percussion });
  expect(nextHue(record())).toBe(HUES.guitars);
});
