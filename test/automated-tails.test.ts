// A mix ends when nothing rings on any more, also where a lane makes it ring on for longer than its parameters say.

import type { AutomationLane, PlainValue } from "@twobus/core";
import { beforeAll, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { renderToMemory, temporaryFolder } from "./support/render.ts";
import { writeSignals } from "./support/song.ts";

const SECOND = 48_000;

let folder = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeSignals(folder, { click: new Float64Array(SECOND).fill(0.5, SECOND - 1) });
  return cleanUp;
});

type Values = Readonly<Record<string, PlainValue>>;

/** What is heard of a second of silence that ends in a click, through a processor of which a parameter moves. */
async function rendered(type: string, values: Values, lanes: Readonly<Record<string, AutomationLane>> = {}) {
  const automation = Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [`insert/it.${name}`, lane]));
  const document = mix(
    { click: { file: "click.wav", frames: SECOND } },
    {
      mix: graph({ click: node("track", {}, { source: "click", graph: "insert" }) }, [cable("click", "out")]),
      insert: chain({ it: node(type, values) }),
    },
    { automation },
  );
  const { left } = await renderToMemory(document, folder);
  const last = 1 + left.findLastIndex((sample) => Math.abs(sample) > 1e-5);
  return { seconds: left.length / SECOND, lastSeconds: last / SECOND };
}

const laneThrough = (...values: readonly number[]): AutomationLane => ({
  points: values.map((value, index) => ({ atSeconds: index / 2, value, curve: "linear" })),
});

test("a lane that raises the feedback of an echo has it heard to its end", async () => {
  const standing = await rendered("echo", { timeMs: 250, feedbackPercent: 0 });
  const raised = await rendered("echo", { timeMs: 250, feedbackPercent: 80 });
  const moved = await rendered(
    "echo",
    { timeMs: 250, feedbackPercent: 0 },
    { feedbackPercent: laneThrough(0, 40, 80) },
  );
  expect(standing.seconds).toBeLessThan(2.5);
  expect(raised.lastSeconds).toBeGreaterThan(8);
  expect(moved.seconds).toBe(raised.seconds);
  expect(moved.lastSeconds).toBeCloseTo(raised.lastSeconds, 2);
});

test("lanes of two parameters together", async () => {
  const raised = await rendered("echo", { timeMs: 500, feedbackPercent: 60 });
  const lanes = { timeMs: laneThrough(100, 500), feedbackPercent: laneThrough(60, 10) };
  const moved = await rendered("echo", { timeMs: 100, feedbackPercent: 0 }, lanes);
  expect(moved.seconds).toBe(raised.seconds);
});

test("a lane that begins where a parameter is off counts with where it is just on", async () => {
  const off = await rendered("imager", { monoBelowHz: 20 });
  const on = await rendered("imager", { monoBelowHz: 20.001 });
  const far = await rendered("imager", { monoBelowHz: 300 });
  const moved = await rendered("imager", { monoBelowHz: 20 }, { monoBelowHz: laneThrough(20, 300) });
  expect(on.seconds - Math.max(off.seconds, far.seconds)).toBeGreaterThan(0.1);
  expect(moved.seconds).toBeCloseTo(on.seconds, 3);
});
