import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { replaceNode, replacementsFor } from "./replace-node.ts";

test("a processor may give way to others of its kind, a strip to none", () => {
  const session = toySession();
  expect(replacementsFor(session, "toy.compressor").map(({ type }) => type)).toEqual(["toy.leveller"]);
  expect(replacementsFor(session, "toy.bus")).toEqual([]);
  expect(replacementsFor(session, "unknown.node")).toEqual([]);
});

test("what takes a node's place keeps its cables, its name, its place and what both know", () => {
  const session = toySession();
  const place = { graph: "mix", node: "duck" };
  session.do({ kind: "setParameter", ...place, param: "thresholdDb", value: -30 });
  session.do({ kind: "setBypassed", ...place, bypassed: true });
  session.do({ kind: "setLayout", graph: "mix", positions: { duck: { x: 5, y: 6 } } });
  const points = [{ atSeconds: 1, value: -20, curve: "linear" as const }];
  session.do({ kind: "setAutomation", ...place, param: "thresholdDb", points });
  const before = session.getState().document;

  replaceNode(session, "mix", "duck", "toy.leveller");
  const { document, selection, refusal } = session.getState();
  const graph = document.graphs["mix"]!;
  expect(refusal?.message).toBe("what it has no place for is gone: Kick to Duck key; undo brings it back");
  expect(graph.nodes["duck"]).toEqual({
    type: "toy.leveller",
    version: 1,
    params: { thresholdDb: -30, mixPercent: 100 },
    label: "Duck",
    bypassed: true,
  });
  const cables = graph.connections.map(({ from, to }) => `${from} ${to}`);
  expect(cables).toContain("bass.main duck.main");
  expect(cables).toContain("duck.main stereo-bus.main");
  expect(cables).not.toContain("kick.main duck.key");
  expect(document.layout["mix"]!["duck"]).toEqual({ x: 5, y: 6 });
  expect(document.automation["mix/duck.thresholdDb"]!.points).toEqual(points);
  expect([...selection]).toEqual(["duck"]);

  session.undo();
  expect(session.getState().document).toEqual(before);
});

test("a value that the other does not take stands at its default", () => {
  const session = toySession();
  session.do({ kind: "setParameter", graph: "mix", node: "duck", param: "thresholdDb", value: -60 });
  replaceNode(session, "mix", "duck", "toy.leveller");
  expect(session.getState().document.graphs["mix"]!.nodes["duck"]!.params["thresholdDb"]).toBe(-12);
});

test("what a chain shows of it goes on being shown with its values, and what goes is said", () => {
  const session = toySession();
  const graph = "mix";
  session.do({ kind: "groupNodes", graph, nodes: ["duck"], id: "crunch", label: "Crunch" });
  session.open("crunch");
  const inside = session.getState().graph;
  const show = (name: string, target: string): unknown =>
    session.do({ kind: "setExposed", graph: inside, name, exposed: { targets: [target] } });
  show("thresholdDb", "duck.thresholdDb");
  show("ratio", "duck.ratio");
  session.do({ kind: "setExposedMeter", graph: inside, name: "duckGainReductionDb", target: "duck.gainReductionDb" });
  session.do({ kind: "setParameter", graph, node: "crunch", param: "thresholdDb", value: -30 });
  const before = session.document;

  replaceNode(session, inside, "duck", "toy.leveller");
  const { params, meters } = session.document.graphs[inside]!.interface;
  expect(params).toEqual({ thresholdDb: { targets: ["duck.thresholdDb"] } });
  expect(meters).toEqual({ duckGainReductionDb: "duck.gainReductionDb" });
  expect(Object.keys(session.document.graphs[inside]!.nodes)).toEqual(["duck"]);
  expect(session.document.graphs[graph]!.nodes["crunch"]!.params["thresholdDb"]).toBe(-30);
  expect(session.getState().refusal?.message).toMatch(/gone: Ratio, .*key/);
  session.undo();
  expect(session.document).toEqual(before);
});
