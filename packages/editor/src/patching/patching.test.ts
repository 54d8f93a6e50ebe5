import type { Command, MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
import { after, at, chainMix } from "../../../core/test/edits.ts";
import { toyBus, toyCompressor, toyGain, toyMix, toyPack, toyRegistry, toyTrack } from "../../../core/test/toy-pack.ts";
import { addNodeCommands, candidatesFor } from "./add-node.ts";
import { connectCommands, reconnectCommands } from "./connect.ts";
import { openEnds, portKey } from "./open-ends.ts";
import { pullable, pullCommands, submixCommands } from "./pull.ts";
import { removeNodesCommands } from "./remove-nodes.ts";
import { onWayOf } from "./signal-paths.ts";
import { stemCommands } from "./stems.ts";
import { stemPlaces } from "./submix-place.ts";

const cables = (document: MixDocument, graph = "mix"): string[] =>
  document.graphs[graph]!.connections.map(({ from, to }) => `${from} → ${to}`).toSorted();
const done = (commands: readonly Command[], mix = toyMix()): MixDocument => after(mix, ...commands).document;

test("open ends are those to which core lets a cable go", () => {
  const document = chainMix();
  const starts = [
    { side: "output", endpoint: "kick.main" },
    { side: "output", endpoint: "drums.main" },
    { side: "input", endpoint: "drums.main" },
    { side: "input", endpoint: "bass.duck" },
  ] as const;
  for (const start of starts) {
    const open = new Set(openEnds(document, "mix", toyRegistry, start).map(portKey));
    const side = start.side === "output" ? "input" : "output";
    for (const node of [...Object.keys(document.graphs["mix"]!.nodes), "out", "in"]) {
      for (const port of ["main", "duck", "key"]) {
        const end = `${node}.${port}`;
        const [from, to] = start.side === "output" ? [start.endpoint, end] : [end, start.endpoint];
        let isTaken = true;
        try {
          after(document, { kind: "connect", ...at, from, to });
        } catch {
          isTaken = false;
        }
        expect([start.endpoint, end, open.has(`${side}:${end}`)]).toEqual([start.endpoint, end, isTaken]);
      }
    }
  }
});

test("moving a cable's end opens what only the cable itself stood in the way of", () => {
  const start = { side: "output", endpoint: "drums.main" } as const;
  const without = { from: "drums.main", to: "stereo.main" };
  const keys = openEnds(toyMix(), "mix", toyRegistry, start, without).map(portKey);
  expect(keys).toEqual(["input:bass.main", "input:bass.duck", "input:stereo.main", "input:out.main"]);
});

test("a cable from one of several selected nodes connects all that can go there", () => {
  const selection = new Set(["kick", "snare", "synth", "stereo"]);
  const commands = connectCommands(toyMix(), "mix", toyRegistry, { from: "synth.main", to: "drums.main" }, selection);
  expect(commands).toEqual([{ kind: "connect", ...at, from: "synth.main", to: "drums.main" }]);
  const many = connectCommands(toyMix(), "mix", toyRegistry, { from: "kick.main", to: "bass.main" }, selection);
  expect(many.map((command) => "from" in command && command.from)).toEqual(["kick.main", "snare.main"]);
  expect(connectCommands(toyMix(), "mix", toyRegistry, { from: "bass.main", to: "out.main" }, selection)).toHaveLength(
    1,
  );
});

test("a cable whose end moves keeps its settings", () => {
  const before = { from: "snare.main", to: "drums.main" };
  const document = done(reconnectCommands(toyMix(), "mix", before, { from: "snare.main", to: "bass.main" }));
  expect(document.graphs["mix"]!.connections).toContainEqual({
    from: "snare.main",
    to: "bass.main",
    gainDb: -3,
    panPercent: 20,
  });
  expect(reconnectCommands(toyMix(), "mix", before, before)).toEqual([]);
});

test("a node is added alone, at a cable's end either way, and in the middle of one", () => {
  const position = { x: 10.4, y: 20.6 };
  const free = addNodeCommands(toyMix(), "mix", toyGain, { kind: "free", position });
  expect(free.node).toBe("gain");
  expect(done(free.commands).layout["mix"]!["gain"]).toEqual({ x: 10, y: 21 });
  const behind = addNodeCommands(toyMix(), "mix", toyCompressor, {
    kind: "cable",
    position,
    start: { side: "output", endpoint: "kick.main" },
    port: "key",
  });
  expect(cables(done(behind.commands))).toContain("kick.main → compressor.key");
  const before = addNodeCommands(toyMix(), "mix", toyBus, {
    kind: "cable",
    position,
    start: { side: "input", endpoint: "stereo.main" },
    port: "main",
  });
  expect(cables(done(before.commands))).toContain("bus.main → stereo.main");
  const ends = { from: "snare.main", to: "drums.main" };
  const middle = done(addNodeCommands(toyMix(), "mix", toyGain, { kind: "middle", position, ...ends }).commands);
  expect(cables(middle)).toEqual(expect.arrayContaining(["snare.main → gain.main", "gain.main → drums.main"]));
  expect(middle.layout["mix"]).not.toHaveProperty("gain");
});

test("a palette offers what fits, the main way first and keys last", () => {
  const names = (...given: Parameters<typeof candidatesFor>): string[] =>
    candidatesFor(...given).map(({ definition, port }) => `${definition.name} ${port ?? ""}`.trim());
  const start = { side: "output", endpoint: "kick.main" } as const;
  expect(names(toyPack.nodes, { kind: "cable", start }, true)).toEqual([
    "Bus main",
    "Gain main",
    "Compressor main",
    "Compressor key",
  ]);
  expect(names(toyPack.nodes, { kind: "cable", start: { ...start, side: "input" } }, false)).toEqual([
    "Gain main",
    "Compressor main",
  ]);
  expect(names(toyPack.nodes, { kind: "middle" }, true)).toEqual(["Bus", "Gain", "Compressor"]);
  expect(names(toyPack.nodes, { kind: "free" }, true)).toContain(toyTrack.name);
});

test("a processor that is removed leaves its chain whole; a strip does not", () => {
  const position = { x: 0, y: 0 };
  const ends = { from: "snare.main", to: "drums.main" };
  const mix = done(addNodeCommands(toyMix(), "mix", toyGain, { kind: "middle", position, ...ends }).commands);
  const two = done(
    addNodeCommands(mix, "mix", toyGain, { kind: "middle", position, from: "gain.main", to: "drums.main" }).commands,
    mix,
  );
  const healed = done(removeNodesCommands(two, "mix", toyRegistry, ["gain", "gain-2"]), two);
  expect(healed.graphs["mix"]!.connections).toContainEqual({ ...ends, gainDb: -3, panPercent: 20 });
  expect(cables(healed)).toEqual(cables(toyMix()));
  expect(cables(done(removeNodesCommands(toyMix(), "mix", toyRegistry, ["drums"])))).not.toContain(
    "kick.main → stereo.main",
  );
});

test("from the bus: a submix stands between, and tracks can be pulled in", () => {
  const to = "stereo.main";
  expect(pullable(toyMix(), "mix", toyRegistry, to)).toEqual([
    { node: "drums", label: "drums", kind: "Bus", into: "Stereo bus", isHere: true },
    { node: "bass", label: "bass", kind: "Bus", into: "Stereo bus", isHere: true },
    { node: "kick", label: "Kick in", kind: "Track", into: "drums", isHere: false },
    { node: "snare", label: "snare", kind: "Track", into: "drums", isHere: false },
    { node: "synth", label: "synth", kind: "Track", into: "bass", isHere: false },
  ]);
  const wish = {
    to,
    picked: ["drums", "synth"],
    isKept: true,
    label: "Rhythm",
    type: "toy.bus",
    placesFor: (id: string) => ({ [id]: { x: 0, y: 0 } }),
  };
  const { commands, node } = submixCommands(toyMix(), "mix", toyRegistry, wish);
  expect(node).toBe("Rhythm");
  const rhythm = cables(done(commands));
  expect(rhythm).toEqual(
    expect.arrayContaining(["Rhythm.main → stereo.main", "drums.main → Rhythm.main", "synth.main → Rhythm.main"]),
  );
  expect(rhythm).toContain("synth.main → bass.main");
  expect(rhythm).not.toContain("drums.main → stereo.main");
  const pulled = done(pullCommands(toyMix(), "mix", toyRegistry, { to, picked: ["kick", "drums"], isKept: false }));
  expect(cables(pulled)).toEqual(expect.arrayContaining(["kick.main → stereo.main", "kick.main → bass.duck"]));
  expect(cables(pulled)).not.toContain("kick.main → drums.main");
});

test("what is pulled leaves where it plays, at its level; its sends stay, whichever cable comes first", () => {
  const to = "stereo.main";
  const pulledFrom = (gainDb: number, homeDb: number): readonly unknown[] => {
    const mix = toyMix();
    const graph = mix.graphs["mix"]!;
    graph.nodes["echo"] = { ...graph.nodes["drums"]! };
    delete graph.nodes["echo"].graph;
    const others = graph.connections.filter(({ from }) => from !== "kick.main");
    const added = [
      { from: "kick.main", to: "echo.main", gainDb },
      { from: "kick.main", to: "drums.main", gainDb: homeDb },
      { from: "echo.main", to },
    ];
    mix.graphs["mix"] = { ...graph, connections: [...added, ...others] };
    expect(pullable(mix, "mix", toyRegistry, to).find(({ node }) => node === "kick")?.into).toBe("drums");
    const pulled = done(pullCommands(mix, "mix", toyRegistry, { to, picked: ["kick"], isKept: false }), mix);
    return pulled.graphs["mix"]!.connections.filter(({ from }) => from === "kick.main").map((one) => [
      one.to,
      one.gainDb,
    ]);
  };
  expect(pulledFrom(-15, -2)).toEqual([
    ["echo.main", -15],
    [to, -2],
  ]);
  expect(pulledFrom(0, 0)).toEqual([
    ["echo.main", 0],
    [to, 0],
  ]);
});

test("the way of a node's sound is what leads to it and what it leads to", () => {
  const graph = toyMix().graphs["mix"]!;
  const way = graph.connections.filter(onWayOf(graph, "drums")).map(({ from, to }) => `${from} → ${to}`);
  expect(way).toEqual([
    "kick.main → drums.main",
    "snare.main → drums.main",
    "drums.main → stereo.main",
    "stereo.main → out.main",
  ]);
});

test("recordings become tracks of a bus, in one step that can be taken back", () => {
  const source = (file: string) => ({ file, channels: 1, sampleRate: 48_000, frames: 4800 });
  const stems = [
    { label: "Kick", source: source("kick in.wav") },
    { label: "Tom", source: source("tom.wav"), params: { panPercent: -100 } },
    { label: "Tom", source: source("tom 2.wav") },
  ];
  const wish = { to: "drums.main", stems, placesFor: () => ({}) };
  const { commands, nodes } = stemCommands(toyMix(), "mix", toyRegistry, wish);
  const document = done(commands);
  // The mix has a kick already.
  expect(nodes).toEqual(["kick-2", "tom", "tom-2"]);
  const made = nodes.map((node) => document.graphs["mix"]!.nodes[node]!);
  expect(made.map(({ type, label }) => [type, label])).toEqual(stems.map(({ label }) => [toyTrack.type, label]));
  expect(made.map((node) => document.sources[node.source!]!.file)).toEqual(stems.map((stem) => stem.source.file));
  expect(made.map(({ params }) => params["panPercent"])).toEqual([0, -100, 0]);
  expect(cables(document)).toEqual(
    [...cables(toyMix()), ...nodes.map((node) => `${node}.main → drums.main`)].toSorted(),
  );
});

test("new tracks stand before their bus and cover nothing", () => {
  const size = { width: 150, height: 60 };
  const boxes = new Map([
    ["kick", { x: 100, y: 40, ...size }],
    ["drums", { x: 400, y: 40, ...size }],
  ]);
  const places = stemPlaces(boxes, { target: "drums", nodes: ["a", "b", "c"], ...size });
  const all = [...boxes.values(), ...Object.values(places).map((place) => ({ ...place, ...size }))];
  const areApart = all.every((a, i) =>
    all.every((b, j) => i === j || Math.abs(a.x - b.x) >= size.width || Math.abs(a.y - b.y) >= size.height),
  );
  expect(areApart).toBe(true);
  expect(Object.values(places).every(({ x }) => x + size.width < 400)).toBe(true);
});

test("a new node is called by its kind, and a second one of that kind by a number too", () => {
  const where = { kind: "free", position: { x: 0, y: 0 } } as const;
  let mix = toyMix();
  const add = (): unknown => {
    const { commands, node } = addNodeCommands(mix, "mix", toyCompressor, where);
    mix = done(commands, mix);
    return mix.graphs["mix"]!.nodes[node]!.label;
  };
  expect([add(), add(), add()]).toEqual(
    [1, 2, 3].map((n) => (n === 1 ? toyCompressor.name : `${toyCompressor.name} ${n}`)),
  );
});
