import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { reductionMeters } from "./reduction-meters.ts";

test("the meters of what turns down inside a node, however deep, and not of what is bypassed", () => {
  const session = toySession();
  const graph = "mix";
  session.do({ kind: "addNode", graph, type: "toy.leveller", id: "level" });
  session.do({ kind: "connect", graph, from: "duck.main", to: "level.main" });
  session.do({ kind: "groupNodes", graph, nodes: ["duck", "level"], id: "crunch", label: "Crunch" });
  session.do({ kind: "groupNodes", graph, nodes: ["crunch"], id: "more", label: "More" });
  const meters = (): readonly string[] => {
    const { document } = session.getState();
    return reductionMeters(document, document.graphs[graph]!.nodes["more"]!, "more", session.registry);
  };
  expect(meters()).toEqual(["more/crunch/duck.gainReductionDb", "more/crunch/level.gainReductionDb"]);
  session.open("more");
  session.open("crunch");
  session.do({ kind: "setBypassed", graph: session.getState().graph, node: "duck", bypassed: true });
  expect(meters()).toEqual(["more/crunch/level.gainReductionDb"]);
  const { document } = session.getState();
  expect(reductionMeters(document, document.graphs[graph]!.nodes["kick"]!, "kick", session.registry)).toEqual([]);
});
