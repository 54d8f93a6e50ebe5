import { readFile } from "node:fs/promises";
import {
  compileModules,
  createRegistry,
  emptyMix,
  extractChain,
  History,
  LIMITS,
  parseChain,
  placeChain,
  serialiseChain,
  updateChain,
  type MixDocument,
} from "@twobus/core";
import { createMixPlayer, type Signals } from "@twobus/core/laws";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { factoryChains, loadChain } from "./chains.ts";
import { builtInPack } from "./index.ts";

const registry = createRegistry([builtInPack]);
const modules = await compileModules(registry, readFile, false);
const FRAMES = 12_000;

/** A falling tone with a hit every quarter of a second, and the hits alone. */
function programme(): Signals {
  const tone = new Float64Array(FRAMES);
  const hits = new Float64Array(FRAMES);
  for (let n = 0; n < FRAMES; n++) {
    hits[n] = 0.9 * Math.exp(-(n % 3000) / 200) * Math.sin(n / 9);
    tone[n] = 0.3 * Math.sin(n / (20 + n / 1000)) + hits[n]!;
  }
  return { a: [tone, hits], b: [hits, hits] };
}

/** SHA-256 of the mix, to the bit. */
async function pcmHash(document: MixDocument): Promise<string> {
  const player = await createMixPlayer(document, registry, modules);
  const hash = createHash("sha256");
  for (const side of player.play(FRAMES + player.plan.latencySamples, programme())) {
    hash.update(new Uint8Array(side.buffer, 0, 8 * FRAMES));
  }
  return hash.digest("hex");
}

/** A drum bus whose inserts hold a factory chain, beside the same chain keyed and fed by a send. */
async function studio(id: string): Promise<History> {
  const chain = await loadChain(id, readFile);
  const mix = emptyMix("Chains", 48000);
  const history = new History(mix, registry);
  const perform = history.do.bind(history);
  for (const source of ["a", "b"]) {
    perform({
      kind: "addSource",
      id: source,
      source: { file: `${source}.wav`, channels: 2, sampleRate: 48000, frames: FRAMES },
    });
    perform({ kind: "addNode", graph: "mix", type: "twobus.track", id: source, source });
  }
  perform({ kind: "addNode", graph: "mix", type: "twobus.bus", id: "bus" });
  perform({ kind: "addGraph", id: "inserts" });
  perform({ kind: "setNodeGraph", graph: "mix", node: "bus", nodeGraph: "inserts" });
  const inserted = placeChain(chain, { graph: "inserts", id: "chain" }, perform);
  perform({ kind: "insertOnConnection", graph: "inserts", from: "in.main", to: "out.main", node: inserted });
  const beside = placeChain(chain, { graph: "mix", id: "beside" }, perform);
  for (const [from, to, gainDb] of [
    ["a.main", "bus.main", 0],
    ["b.main", `${beside}.main`, -6],
    ["bus.main", "out.main", 0],
    [`${beside}.main`, "out.main", -9],
  ] as const) {
    perform({ kind: "connect", graph: "mix", from, to, gainDb });
  }
  return history;
}

for (const id of ["parallel-drum-crush", "drum-bus", "lead-vocal"].filter((name) =>
  Object.hasOwn(factoryChains, name),
)) {
  test(
    `${id}: grouping, nesting, expanding, linking, packing and unpacking give the same bits`,
    { timeout: 60_000 },
    async () => {
      const history = await studio(id);
      const perform = history.do.bind(history);
      const golden = await pcmHash(history.document);
      const start = history.document;
      const same = async (what: string): Promise<void> => {
        expect(await pcmHash(history.document), what).toBe(golden);
      };

      // The chain stands two graphs deep: in a strip's inserts, and in its own.
      let graph = "chain";
      const group = (): void => {
        const nodes = Object.keys(history.document.graphs[graph]!.nodes);
        const node = perform({ kind: "groupNodes", graph, nodes, id: "all" }).created!;
        graph = history.document.graphs[graph]!.nodes[node]!.graph!;
      };
      for (let depth = 3; depth <= LIMITS.nesting; depth++) {
        group();
        if (depth === 3) await same("grouped");
      }
      await same("nested eight deep");
      expect(group).toThrow(/8 is the most|nested 8 deep/);
      for (let depth = 3; depth <= LIMITS.nesting; depth++) history.undo();
      expect(history.document).toEqual(start);

      perform({ kind: "ungroupNode", graph: "mix", node: "beside" });
      await same("expanded");
      history.undo();

      // Both places follow one definition, then one of them is on its own again.
      const definition = history.document.graphs["inserts"]!.nodes["chain"]!.graph!;
      perform({ kind: "setNodeGraph", graph: "mix", node: "beside", nodeGraph: definition });
      await same("linked");
      perform({ kind: "makeUnique", graph: "mix", node: "beside" });
      perform({ kind: "setPinned", graph: "inserts", node: "chain", pinned: true });
      await same("unique and pinned");

      const words = { name: "Packed", summary: "As it was.", tags: [] };
      const { chain } = extractChain(history.document, registry, { graph: "mix", nodes: ["beside"] }, words);
      const unpacked = parseChain(serialiseChain(chain), "packed.chain.json");
      expect(updateChain(unpacked, history.document.graphs["mix"]!.nodes["beside"]!.graph!, perform)).toEqual([]);
      await same("packed and unpacked");
    },
  );
}

test("a strip's inserts become a chain that sounds the same elsewhere", async () => {
  const history = await studio("glue-two-bus");
  const golden = await pcmHash(history.document);
  const words = { name: "Inserts", summary: "All of them.", tags: [] };
  const { chain } = extractChain(history.document, registry, { graph: "mix", nodes: ["bus"] }, words);
  const perform = history.do.bind(history);
  perform({ kind: "addGraph", id: "empty" });
  perform({ kind: "setNodeGraph", graph: "mix", node: "bus", nodeGraph: "empty" });
  const node = placeChain(chain, { graph: "empty", id: "again" }, perform);
  perform({ kind: "insertOnConnection", graph: "empty", from: "in.main", to: "out.main", node });
  expect(await pcmHash(history.document)).toBe(golden);
});
