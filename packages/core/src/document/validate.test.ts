import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryMix } from "../../test/arbitrary-mix.ts";
import { toyBus, toyCompressor, toyGain, toyMix, toyPack, toyRegistry, toyTrack } from "../../test/toy-pack.ts";
import { createRegistry } from "../definition/pack.ts";
import { key, stereo } from "../definition/ports.ts";
import type { Problem } from "../problem.ts";
import { CHAIN_TYPE, emptyMix, type GraphRecord, type MixDocument, type NodeRecord } from "./types.ts";
import { upgradeNodes } from "./upgrade-nodes.ts";
import { validateMix } from "./validate.ts";

const gain: NodeRecord = { type: "toy.gain", version: 1, params: { gainDb: 0, polarity: false } };
const bus: NodeRecord = { type: "toy.bus", version: 1, params: { faderDb: 0, panPercent: 0 } };
const track: NodeRecord = { type: "toy.track", version: 1, params: { faderDb: 0, panPercent: 0 } };

const text = ({ code, at, message }: Problem): string => `${code} ${at}: ${message}`;

/** What a change of a faultless mix brings about, as `code at message`. */
function found(change: (mix: MixDocument) => void): { problems: string[]; warnings: string[] } {
  const mix = toyMix();
  change(mix);
  const { problems, warnings } = validateMix(mix, toyRegistry);
  return { problems: problems.map(text), warnings: warnings.map(text) };
}

const main = (mix: MixDocument): GraphRecord => mix.graphs["mix"]!;
const chain = (mix: MixDocument): GraphRecord => mix.graphs["bass-chain"]!;

test("nothing is wrong with a mix that is right", () => {
  expect(found(() => {})).toEqual({ problems: [], warnings: [] });
});

test("a mix without anything in it is legal", () => {
  expect(validateMix(emptyMix("Empty", 48000), toyRegistry)).toEqual({ problems: [], warnings: [] });
});

test("the root must be there and have an output main", () => {
  expect(found((mix) => (mix.root = "toString")).problems).toEqual([
    "unknown-graph root: the root graph toString is not there; name one of mix, bass-chain",
  ]);
  const { problems } = found((mix) => (main(mix).interface.outputs = { wet: { role: "audio" } }));
  expect(problems).toContain(
    "root-without-main mix: the root graph needs an output main: the mix is what arrives there",
  );
});

test.each([
  [
    "kick.main",
    "dums.main",
    "unknown-node mix/kick.main → dums.main: there is no node dums in this graph; add it or connect another",
  ],
  [
    "toString.main",
    "drums.main",
    "unknown-node mix/toString.main → drums.main: there is no node toString in this graph; add it or connect another",
  ],
  [
    "kick.left",
    "drums.main",
    "unknown-port mix/kick.left → drums.main: kick has no port left among its outputs; there are main",
  ],
  [
    "synth.main",
    "bass.key",
    "unknown-port mix/synth.main → bass.key: bass has no port key among its inputs; there are main, duck",
  ],
  [
    "synth.main",
    "kick.main",
    "wrong-direction mix/synth.main → kick.main: kick.main is an output; a connection ends at one of the inputs: none",
  ],
  [
    "bass.duck",
    "drums.main",
    "wrong-direction mix/bass.duck → drums.main: bass.duck is an input; a connection starts at one of the outputs: main",
  ],
  [
    "out.main",
    "drums.main",
    "wrong-direction mix/out.main → drums.main: out.main is where sound leaves the graph; no connection starts there",
  ],
  [
    "kick.main",
    "in.main",
    "wrong-direction mix/kick.main → in.main: in.main is where sound comes into the graph; no connection ends there",
  ],
  ["in.main", "drums.main", "unknown-port mix/in.main → drums.main: the graph has no port in.main; there are none"],
  ["kick.main", "out.wet", "unknown-port mix/kick.main → out.wet: the graph has no port out.wet; there are main"],
  [
    "kick.main",
    "drums.main",
    "duplicate-connection mix/kick.main → drums.main: kick.main is connected to drums.main already; one connection carries one level",
  ],
])("a connection from %s to %s is refused", (from, to, sentence) => {
  expect(found((mix) => main(mix).connections.push({ from, to })).problems).toEqual([sentence]);
});

test("parameters must exist and have legal values; missing ones are warned about", () => {
  const { problems, warnings } = found((mix) => {
    main(mix).nodes["kick"]!.params["faderDb"] = 13;
    main(mix).nodes["snare"]!.params["faderDb"] = Number.NaN;
    main(mix).nodes["drums"]!.params["toString"] = 0;
    delete main(mix).nodes["stereo"]!.params["panPercent"];
    chain(mix).nodes["comp"]!.params["character"] = "cold";
  });
  expect(problems).toEqual([
    "illegal-value mix/kick.faderDb: must be a number from -96 to 12, not 13",
    "illegal-value mix/snare.faderDb: must be a number from -96 to 12, not NaN",
    "unknown-parameter mix/drums.toString: there is no parameter toString; there are faderDb, panPercent",
    'illegal-value bass-chain/comp.character: must be one of clean, warm, not "cold"',
  ]);
  expect(warnings).toEqual([
    "missing-parameter mix/stereo: no value for panPercent: the default is used; write it out",
  ]);
});

test("references must lead somewhere and belong to the node", () => {
  const { problems } = found((mix) => {
    main(mix).nodes["kick"]!.source = "kik";
    main(mix).nodes["drums"]!.source = "kick";
    main(mix).nodes["stereo"]!.graph = "valueOf";
    main(mix).nodes["gain"] = { ...gain, graph: "bass-chain" };
    main(mix).nodes["chain"] = { type: CHAIN_TYPE, version: 1, params: {} };
  });
  expect(problems).toEqual([
    "unknown-source mix/kick: there is no source kik; there are kick, snare",
    "source-not-allowed mix/drums: only tracks play a source; toy.bus does not",
    "unknown-graph mix/stereo: there is no graph valueOf; there are mix, bass-chain",
    "graph-not-allowed mix/gain: only strips and chain nodes hold a graph; toy.gain does not",
    "chain-without-graph mix/chain: a chain node needs a graph: set which one it contains",
  ]);
});

test("a strip's chain has main on both sides and does not take the strip's own ports", () => {
  expect(found((mix) => delete chain(mix).interface.inputs["main"]).problems).toContain(
    "chain-without-main mix/bass: the graph bass-chain of a strip needs main among its inputs",
  );
  expect(found((mix) => (chain(mix).interface.outputs = { wet: { role: "audio" } })).problems).toContain(
    "chain-without-main mix/bass: the graph bass-chain of a strip needs main among its outputs",
  );
});

test("what a chain surfaces may not bear the name of the strip's own port", () => {
  const keyedBus = { ...toyBus, inputs: { main: stereo(), duck: key() } };
  const registry = createRegistry([{ ...toyPack, nodes: [toyTrack, keyedBus, toyGain, toyCompressor] }]);
  expect(validateMix(toyMix(), registry).problems).toEqual([
    {
      code: "port-taken",
      at: "mix/bass",
      message: "toy.bus has a port duck itself; rename duck in graph bass-chain",
    },
  ]);
});

test("a node of another version must be brought to the present one", () => {
  const { problems } = found((mix) => {
    main(mix).nodes["kick"]!.version = 2;
    chain(mix).nodes["comp"]!.version = 2;
  });
  expect(problems).toEqual([
    "newer-node mix/kick: was made with version 2 of toy.track, newer than version 1 here; update Twobus or the pack that holds it",
    "older-node bass-chain/comp: has version 2 of toy.compressor; bring it to version 3",
  ]);
});

test("loops are told by every node in them", () => {
  const { problems } = found((mix) => {
    main(mix).connections.push({ from: "bass.main", to: "drums.main" }, { from: "drums.main", to: "bass.duck" });
    chain(mix).connections.push({ from: "comp.main", to: "comp.key" });
  });
  expect(problems).toEqual([
    "loop mix/drums: sound runs in a circle: drums → bass → drums; take one of these connections away",
    "loop bass-chain/comp: sound runs in a circle: comp → comp; take one of these connections away",
  ]);
});

test("a graph that contains itself is told by the graphs on the way", () => {
  const { problems } = found((mix) => {
    mix.graphs["inner"] = structuredClone(chain(mix));
    chain(mix).nodes["deeper"] = { type: CHAIN_TYPE, version: 1, params: {}, graph: "inner" };
    mix.graphs["inner"]!.nodes["again"] = { type: CHAIN_TYPE, version: 1, params: {}, graph: "bass-chain" };
  });
  expect(problems).toEqual([
    "graph-contains-itself bass-chain: a graph cannot contain itself: bass-chain → inner → bass-chain; take one of these nodes away",
  ]);
});

const points = (...pairs: [number, number][]): MixDocument["automation"][string] => ({
  points: pairs.map(([atSeconds, value]) => ({ atSeconds, value, curve: "linear" })),
});

test("automation must name a number that may move, with sorted points in range", () => {
  const { problems } = found((mix) => {
    mix.automation = {
      "mix/nobody.faderDb": points(),
      "nowhere/kick.faderDb": points(),
      "mix/kick.gainDb": points(),
      "bass-chain/comp.lookAheadMs": points([0, 1]),
      "bass-chain/comp.character": points([0, 1]),
      "mix/kick.faderDb": points([0, 1], [2, 1], [2, 3], [1, 1]),
      "mix/snare.faderDb": points([0, 1], [2, 13], [3, 14]),
      "mix/bass.faderDb": points([0, 0], [0, 1], [5, 12]),
    };
  });
  expect(problems).toEqual([
    "unknown-node mix/nobody.faderDb: there is no node mix/nobody; clear this automation or give the node back its name",
    "unknown-node nowhere/kick.faderDb: there is no node nowhere/kick; clear this automation or give the node back its name",
    "unknown-parameter mix/kick.gainDb: there is no parameter gainDb; there are faderDb, panPercent",
    "not-automatable bass-chain/comp.lookAheadMs: lookAheadMs cannot be automated: changing it rebuilds the processor; set it to one value",
    "not-automatable bass-chain/comp.character: character cannot be automated: it is no number; set it to one value",
    "unsorted-automation mix/kick.faderDb: points[3] at 1 s stands after a later one; sort the points by time",
    "illegal-value mix/snare.faderDb: points[1] must be a number from -96 to 12, not 13",
  ]);
});

test("a chain node has its graph's ports and the parameters that it shows", () => {
  const { problems } = found((mix) => {
    main(mix).nodes["fx"] = { type: CHAIN_TYPE, version: 1, params: { amountDb: -61, ratio: 2 }, graph: "bass-chain" };
    main(mix).connections.push(
      { from: "synth.main", to: "fx.duck" },
      { from: "kick.main", to: "fx.main" },
      { from: "fx.main", to: "drums.main" },
      { from: "fx.wet", to: "drums.main" },
    );
    mix.automation["mix/fx.amountDb"] = { points: [{ atSeconds: 0, value: -30, curve: "hold" }] };
  });
  expect(problems).toEqual([
    "illegal-value mix/fx.amountDb: must be a number from -60 to 0, not -61",
    "unknown-parameter mix/fx.ratio: there is no parameter ratio; there are amountDb",
    "unknown-port mix/fx.wet → drums.main: fx has no port wet among its outputs; there are main",
  ]);
});

test("what a graph shows must be there and go together", () => {
  const { problems } = found((mix) => {
    chain(mix).nodes["gain"] = structuredClone(gain);
    chain(mix).interface.params = {
      levelDb: { targets: ["comp.thresholdDb", "gain.gainDb"] },
      mixed: { targets: ["comp.thresholdDb", "comp.lookAheadMs"] },
      lost: { targets: ["comp.ratio", "eq.gainDb"] },
    };
    // −60 … 0 and −96 … 24 have −60 … 0 in common.
    main(mix).nodes["fx"] = { type: CHAIN_TYPE, version: 1, params: { levelDb: 1 }, graph: "bass-chain" };
  });
  expect(problems).toEqual([
    "illegal-value mix/fx.levelDb: must be a number from -60 to 0, not 1",
    "targets-disagree bass-chain.mixed: comp.thresholdDb and comp.lookAheadMs share no values; drive parameters of one kind and unit whose ranges overlap",
    "unknown-parameter bass-chain.lost: there is no parameter ratio; there are thresholdDb, lookAheadMs, character",
    "unknown-node bass-chain.lost: drives eq.gainDb, but there is no node eq in this graph",
  ]);
});

test("what a graph shows of an unknown node is kept and not judged", () => {
  const { problems } = found((mix) => {
    chain(mix).nodes["alien"] = { type: "other.alien", version: 2, params: { depth: 1 } };
    chain(mix).interface.params = {
      depth: { targets: ["alien.depth"] },
      both: { targets: ["alien.depth", "comp.thresholdDb"] },
    };
    main(mix).nodes["fx"] = { type: CHAIN_TYPE, version: 1, params: { depth: 99, both: "x" }, graph: "bass-chain" };
    mix.automation["mix/fx.depth"] = { points: [{ atSeconds: 0, value: 2, curve: "hold" }] };
    mix.graphs["outer"] = structuredClone(main(mix));
    mix.graphs["outer"].interface.params = { deep: { targets: ["fx.depth"] } };
  });
  expect(problems).toEqual([]);
});

test("unknown nodes are placeholders: warned about, with any ports and parameters", () => {
  const { problems, warnings } = found((mix) => {
    main(mix).nodes["bass"]!.type = "other.vocoder";
    main(mix).nodes["bass"]!.version = 7;
    main(mix).nodes["bass"]!.params = { bands: 12 };
    main(mix).connections.push({ from: "kick.main", to: "bass.carrier" }, { from: "bass.residue", to: "drums.main" });
    mix.automation["mix/bass.bands"] = { points: [{ atSeconds: 0, value: 1e6, curve: "hold" }] };
  });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    "unknown-node-type mix/bass: no pack here has the node other.vocoder: it passes its first input through; install its pack to hear it",
  ]);
});

test("what is not heard and what hears nothing is warned about", () => {
  const { problems, warnings } = found((mix) => {
    main(mix).nodes["lost"] = structuredClone(bus);
    main(mix).connections.push({ from: "kick.main", to: "lost.main" });
    main(mix).nodes["gain"] = structuredClone(gain);
    main(mix).connections.push({ from: "gain.main", to: "drums.main" });
    mix.graphs["unused"] = structuredClone(chain(mix));
  });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    "unconnected-input mix/gain: nothing is connected to its input main: it is silent",
    "not-heard mix/lost: nothing leads from here to the mix; connect it or take it away",
    "not-heard unused: no node of the mix uses this graph, so it is not heard; use it or take it away",
  ]);
});

const codes = (change: (mix: MixDocument) => void): string[] =>
  found(change).warnings.map((warning) => warning.split(":")[0]!);

const throughLimiter = (mix: MixDocument): void => {
  main(mix).nodes["limiter"] = structuredClone(gain);
  main(mix).connections = main(mix).connections.filter(({ to }) => to !== "out.main");
  main(mix).connections.push({ from: "stereo.main", to: "limiter.main" }, { from: "limiter.main", to: "out.main" });
};

test("a track straight to the stereo bus is warned about, a send into a family's bus is not", () => {
  expect(codes((mix) => main(mix).connections.push({ from: "synth.main", to: "stereo.main" }))).toEqual([
    "track-direct-to-stereo-bus mix/synth",
  ]);
  expect(codes((mix) => main(mix).connections.push({ from: "synth.main", to: "out.main" }))).toEqual([
    "track-direct-to-stereo-bus mix/synth",
  ]);
  expect(codes(throughLimiter)).toEqual([]);
  expect(
    codes((mix) => {
      throughLimiter(mix);
      main(mix).connections.push({ from: "kick.main", to: "stereo.main" });
    }),
  ).toEqual(["track-direct-to-stereo-bus mix/kick"]);
});

test("unknown fields are warned about where they stand", () => {
  const { problems, warnings } = found((mix) => {
    Object.assign(mix, { deliverables: {}, tempo: 120 });
    Object.assign(main(mix).nodes["kick"]!, { mutted: true });
    Object.assign(main(mix).connections[0]!, { gain: -3 });
  });
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    "unknown-field document: deliverables, tempo has no meaning here: it is kept without effect; check the spelling",
    "unknown-field graphs.mix.nodes.kick: mutted has no meaning here: it is kept without effect; check the spelling",
    "unknown-field graphs.mix.connections[0]: gain has no meaning here: it is kept without effect; check the spelling",
  ]);
});

test("no document of the right shape overthrows the checks", () => {
  fc.assert(
    fc.property(arbitraryMix, (mix) => {
      const { document } = upgradeNodes(mix, toyRegistry);
      const { problems, warnings } = validateMix(document, toyRegistry);
      for (const { code, at, message } of [...problems, ...warnings]) {
        expect(code).toMatch(/^[a-z-]+$/);
        expect(at).not.toBe("");
        expect(message).not.toContain("undefined");
      }
    }),
    { numRuns: 150, seed: 4 },
  );
});

test("one track of a mix with a single bus is a direct track as well", () => {
  const mix = emptyMix("Small", 48000);
  main(mix).nodes = { kick: track, stereo: bus };
  main(mix).connections = [
    { from: "kick.main", to: "stereo.main" },
    { from: "stereo.main", to: "out.main" },
  ];
  expect(validateMix(mix, toyRegistry).warnings.map(({ code, at }) => `${code} ${at}`)).toEqual([
    "track-direct-to-stereo-bus mix/kick",
  ]);
});
