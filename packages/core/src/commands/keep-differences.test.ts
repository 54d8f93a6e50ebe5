import { expect, test } from "vitest";
import { chainNode } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { chainDifferences, differenceText, placedContent } from "../document/chain-differences.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, type ChainDocument } from "../document/chain-types.ts";
import { isChanged } from "../document/chain-uses.ts";
import type { GraphRecord, MixDocument, NodeRecord } from "../document/types.ts";
import { History } from "./history.ts";
import { keepDifferences } from "./keep-differences.ts";
import { placeChain, updateChain } from "./place-chain.ts";

const main = { main: { role: "audio" as const } };
const gain = (params: NodeRecord["params"]): NodeRecord => ({ type: "toy.gain", version: 1, params });

const graph = (nodes: GraphRecord["nodes"]): GraphRecord => ({
  interface: { inputs: main, outputs: main, params: {} },
  nodes,
  connections: Object.keys(nodes).flatMap((id) => [
    { from: "in.main", to: `${id}.main` },
    { from: `${id}.main`, to: "out.main" },
  ]),
});

/** A gain `a`, and a gain `deep` in a chain `inner`. The file leaves out what stands at its default. */
const chain = (version: string, more: GraphRecord["nodes"] = {}): ChainDocument => ({
  format: CHAIN_FORMAT,
  formatVersion: CHAIN_FORMAT_VERSION,
  name: "Two",
  version,
  summary: "Two gains.",
  tags: [],
  root: "two",
  graphs: {
    two: graph({ a: gain({ gainDb: -3 }), inner: chainNode("within"), ...more }),
    within: graph({ deep: gain({ gainDb: -1 }) }),
  },
});

/** A mix with the chain in it, changed inside. */
function changedMix(): { readonly history: History; readonly root: string } {
  const history = new History(toyMix(), toyRegistry);
  const perform = history.do.bind(history);
  const node = placeChain(chain("1.0.0"), { graph: "mix", id: "two" }, perform);
  const root = history.document.graphs["mix"]!.nodes[node]!.graph!;
  const within = history.document.graphs[root]!.nodes["inner"]!.graph!;
  perform({ kind: "setParameter", graph: root, node: "a", param: "gainDb", value: -7 });
  perform({ kind: "setParameter", graph: within, node: "deep", param: "polarity", value: true });
  return { history, root };
}

const differencesIn = ({ graphs }: MixDocument, root: string) =>
  chainDifferences(placedContent(chain("1.0.0"), toyRegistry), { root, graphs });

test("what was changed inside is said by place and value, at any depth; a chain just placed differs in nothing", () => {
  const { history, root } = changedMix();
  expect(differencesIn(history.document, root).map(differenceText)).toEqual([
    "a.gainDb -7, not -3",
    "inner/deep.polarity true, not false",
  ]);
  const document = history.document;
  history.undo();
  history.undo();
  expect(differencesIn(history.document, root)).toEqual([]);
  const perform = history.do.bind(history);
  perform({ kind: "addNode", graph: root, type: "toy.gain", id: "b" });
  perform({ kind: "setBypassed", graph: root, node: "a", bypassed: true });
  perform({ kind: "disconnect", graph: root, from: "in.main", to: "inner.main" });
  perform({ kind: "setConnection", graph: root, from: "in.main", to: "a.main", gainDb: -2 });
  perform({ kind: "setExposed", graph: root, name: "levelDb", exposed: { targets: ["a.gainDb"] } });
  expect(differencesIn(history.document, root).map(differenceText)).toEqual([
    "a is bypassed",
    "b was added",
    "in.main → inner.main was taken away",
    "in.main → a.main has another level",
    "the chain shows other things",
  ]);
  expect(isChanged(document, root)).toBe(true);
});

test("an update with what was changed put back is the new version and those values; what has no place is told", () => {
  const { history, root } = changedMix();
  const perform = history.do.bind(history);
  const differences = differencesIn(history.document, root);
  updateChain(chain("1.1.0", { b: gain({ gainDb: -9 }) }), root, perform);
  expect(keepDifferences(differences, root, () => history.document, perform)).toEqual([]);
  const { nodes, definition } = history.document.graphs[root]!;
  expect([nodes["a"]!.params["gainDb"], nodes["b"]!.params["gainDb"], definition!.version]).toEqual([-7, -9, "1.1.0"]);
  expect(history.document.graphs[nodes["inner"]!.graph!]!.nodes["deep"]!.params["polarity"]).toBe(true);

  const other: ChainDocument = { ...chain("2.0.0"), graphs: { two: graph({ a: { ...gain({}), type: "toy.bus" } }) } };
  updateChain(other, root, perform);
  expect(keepDifferences(differences, root, () => history.document, perform).map(({ message }) => message)).toEqual([
    "a.gainDb -7, not -3: has no place in the new version",
    "inner/deep.polarity true, not false: has no place in the new version",
  ]);
});
