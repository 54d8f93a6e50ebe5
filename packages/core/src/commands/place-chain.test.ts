import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { parseChain } from "../document/chain-file.ts";
import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { serialiseChain } from "../document/serialise.ts";
import { CHAIN_TYPE, type GraphRecord } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { History } from "./history.ts";
import { placeChain } from "./place-chain.ts";

const through = (node: GraphRecord["nodes"][string], target: string): GraphRecord => ({
  interface: {
    inputs: { main: { role: "audio" } },
    outputs: { main: { role: "audio" } },
    params: { levelDb: { targets: [target] } },
  },
  nodes: { a: node },
  connections: [
    { from: "in.main", to: "a.main" },
    { from: "a.main", to: "out.main" },
  ],
});

/** A chain in a chain, the outer one before the inner one. */
const nested: ChainDocument = {
  format: "twobus-chain",
  formatVersion: 1,
  name: "Level",
  summary: "Turns it down.",
  tags: [],
  root: "chain",
  graphs: {
    chain: through({ type: CHAIN_TYPE, version: 1, params: { levelDb: -3 }, graph: "level" }, "a.levelDb"),
    level: through({ type: "toy.gain", version: 1, params: { gainDb: -3 } }, "a.gainDb"),
  },
};

test("placing a chain brings its graphs under ids that are free, and can be undone at once", () => {
  const history = new History(toyMix(), toyRegistry);
  const chain = parseChain(serialiseChain(nested), "level.json");
  const perform = history.do.bind(history);
  const place = (): string => {
    const end = history.beginGesture();
    const id = placeChain(chain, { graph: "mix", id: "fx" }, perform);
    end();
    return id;
  };
  expect(place()).toBe("fx");
  const once = history.document;
  expect(once.graphs["mix"]!.nodes["fx"]).toEqual({
    type: CHAIN_TYPE,
    version: 1,
    label: "Level",
    params: {},
    graph: "fx",
  });
  expect(once.graphs["fx"]!.nodes["a"]!.graph).toBe("fx-level");
  expect(once.graphs["fx"]!.definition).toEqual({ name: "Level", sha256: chainHash(nested) });
  expect(once.graphs["fx-level"]!.definition).toBeUndefined();
  expect(validateMix(once, toyRegistry).problems).toEqual([]);

  expect(place()).toBe("fx-2");
  expect(history.document.graphs["mix"]!.nodes["fx-2"]!.graph).toBe("fx-2");
  expect(history.document.graphs["fx-2"]!.nodes["a"]!.graph).toBe("fx-level-2");
  expect(history.document.graphs["fx"]).toEqual(once.graphs["fx"]);
  history.undo();
  expect(history.document).toEqual(once);
  history.undo();
  expect(history.document).toEqual(toyMix());
});
