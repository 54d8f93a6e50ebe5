import { readdir, readFile } from "node:fs/promises";
import {
  apply,
  createRegistry,
  emptyMix,
  macroValue,
  MOST_MACROS,
  parametersOf,
  placeChain,
  serialiseChain,
  splitEndpoint,
  upgradeNodes,
  validateMix,
  valueFault,
  type ChainDocument,
  type MixDocument,
  type PerformCommand,
} from "@twobus/core";
import { expect, test } from "vitest";
import { factoryChains, loadChain } from "./chains.ts";
import { builtInPack } from "./index.ts";

const registry = createRegistry([builtInPack]);
const ids = Object.keys(factoryChains);

/** A track through a bus whose insert chain holds the chain, which another track keys. */
function onBus(chain: ChainDocument): { document: MixDocument; node: string } {
  let document = emptyMix("Chain", 48000);
  const perform: PerformCommand = (command) => {
    const applied = apply(document, command, registry);
    document = applied.document;
    return applied;
  };
  const source = { file: "a.wav", channels: 2, sampleRate: 48000, frames: 48000 };
  perform({ kind: "addSource", id: "a", source });
  perform({ kind: "addNode", graph: "mix", type: "twobus.track", id: "track", source: "a" });
  perform({ kind: "addNode", graph: "mix", type: "twobus.bus", id: "family" });
  perform({ kind: "addNode", graph: "mix", type: "twobus.bus", id: "bus" });
  perform({ kind: "addGraph", id: "inserts" });
  perform({ kind: "setNodeGraph", graph: "mix", node: "bus", nodeGraph: "inserts" });
  const node = placeChain(chain, { graph: "inserts", id: "chain" }, perform);
  perform({ kind: "insertOnConnection", graph: "inserts", from: "in.main", to: "out.main", node });
  for (const [from, to] of [
    ["track.main", "family.main"],
    ["family.main", "bus.main"],
    ["bus.main", "out.main"],
  ] as const) {
    perform({ kind: "connect", graph: "mix", from, to });
  }
  return { document, node };
}

test("every file is listed, and at least twenty are", async () => {
  const files = await readdir(new URL("../chains", import.meta.url));
  expect(files.map((file) => file.replace(/\.json$/, "")).toSorted()).toEqual(ids);
  expect(ids.length).toBeGreaterThanOrEqual(20);
});

for (const id of ids) {
  test(`${id} is a legal chain of present nodes, with every parameter written out`, async () => {
    const text = await readFile(factoryChains[id]!, "utf8");
    const chain = await loadChain(id, readFile);
    expect(serialiseChain(chain)).toBe(text);
    expect(chain.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")).toBe(id);
    expect(chain.summary).toMatch(/^[A-Z].*\.$/);
    expect(chain.tags.length).toBeGreaterThan(0);
    const { document } = onBus(chain);
    expect(validateMix(document, registry)).toMatchObject({ problems: [], warnings: [] });
    const asWritten = { ...emptyMix("Chain", 48000), graphs: chain.graphs };
    expect(upgradeNodes(asWritten, registry).warnings).toEqual([]);
  });

  test(`${id} has macros that move nothing until they are moved`, async () => {
    const { root, graphs } = await loadChain(id, readFile);
    const graph = graphs[root]!;
    const shown = Object.entries(graph.interface.params);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThanOrEqual(MOST_MACROS);
    const { document, node } = onBus(await loadChain(id, readFile));
    const placed = document.graphs["inserts"]!.nodes[node]!;
    expect(placed.params).toEqual({});
    const parameters = parametersOf(placed, document, registry)!;
    for (const [name, parameter] of shown) {
      const inside = parameter.targets.map((target) => {
        const { node: inner, port } = splitEndpoint(target);
        return graph.nodes[inner]!.params[port];
      });
      expect(new Set(inside), `targets of ${name}`).toEqual(new Set([macroValue(graph, parameter)]));
      expect(placed.params).toEqual({});
      expect(parameters[name]!.default).toBe(inside[0]);
      expect(valueFault(parameters[name]!, inside[0])).toBeUndefined();
      expect(parameters[name]!.structural, `${name} can be moved while playing`).not.toBe(true);
    }
  });
}

test("a chain placed twice has graphs of its own", async () => {
  const chain = await loadChain("drum-bus", readFile);
  let { document } = onBus(chain);
  const perform: PerformCommand = (command) => {
    const applied = apply(document, command, registry);
    document = applied.document;
    return applied;
  };
  expect(placeChain(chain, { graph: "inserts", id: "chain" }, perform)).toBe("chain-2");
  expect(document.graphs["inserts"]!.nodes["chain-2"]!.graph).toBe("chain-2");
  expect(document.graphs["chain-2"]).toEqual(document.graphs["chain"]);
});
