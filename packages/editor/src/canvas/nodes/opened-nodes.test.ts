import { emptyMix, type GraphRecord } from "@twobus/core";
import { expect, test } from "vitest";
import { toySession } from "../../../test/toy-mix.ts";
import { viewGraph } from "../graph-view.ts";
import { nearBuses, openedNodes } from "./opened-nodes.ts";

/** The toy mix with so many more tracks in a bus, as it is placed. */
function placed(
  moreTracks: number,
  bus: string,
): Pick<ReturnType<typeof viewGraph>, "nodes"> & { record: GraphRecord } {
  const session = toySession();
  const graph = "mix";
  for (let track = 0; track < moreTracks; track++) {
    session.do({ kind: "addNode", graph, type: "toy.track", id: `t${track}` });
    session.do({ kind: "connect", graph, from: `t${track}.main`, to: `${bus}.main` });
  }
  const { document, registry } = { ...session.getState(), registry: session.registry };
  return { record: document.graphs[graph]!, nodes: viewGraph(document, graph, [], registry, new Set()).nodes };
}

/** As a view of so many pixels opens it. */
function opened(moreTracks: number, width: number, height: number, bus = "drums"): string[] | undefined {
  const { record, nodes } = placed(moreTracks, bus);
  return openedNodes(record, nodes, { width, height })?.map(({ id }) => id);
}

test("all of a mix whose names can be read as a whole", () => {
  expect(opened(0, 1060, 820)).toBeUndefined();
  // 18 tracks of 106, with 18 between: 2214 at 0.31.
  expect(opened(15, 1060, 715)).toBeUndefined();
});

test("of a larger mix the stereo bus and what plays into it, as much as there is with its faders", () => {
  expect(opened(20, 1060, 820)?.toSorted()).toEqual(["duck", "stereo-bus"]);
  const shown = opened(60, 1060, 820, "stereo-bus")!;
  expect(shown).toContain("stereo-bus");
  // 10 of 106 with 18 between: 1222 at 0.64.
  expect(shown).toHaveLength(1 + 10);
  expect(opened(40, 1060, 820)).toHaveLength(2);
  expect(opened(40, 60, 820)).toEqual(["stereo-bus"]);
});

test("the buses that there is room for with faders, also of a mix that opens as a whole", () => {
  const { record, nodes } = placed(15, "drums");
  const near = (height: number): string[] => nearBuses(record, nodes, { width: 1060, height }).map(({ id }) => id);
  expect(near(820).toSorted()).toEqual(["drums", "duck", "stereo-bus"]);
  expect(near(715)).toHaveLength(2);
  expect(near(100)).toEqual(["stereo-bus"]);
});

test("an empty mix has nothing to choose from", () => {
  const document = emptyMix("Empty", 48_000);
  expect(openedNodes(document.graphs["mix"]!, [], { width: 100, height: 100 })).toBeUndefined();
});
