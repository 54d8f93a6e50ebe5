import fc from "fast-check";
import { expect, test } from "vitest";
import { createRegistry, defineNode, key, stereo } from "../definition/index.ts";
import type { ConnectionRecord, GraphRecord, MixDocument, NodeRecord } from "../document/types.ts";
import { cellsOf } from "./cells.ts";
import { drawMix } from "./draw-mix.ts";
import { assignLayers } from "./layers.ts";
import { layOutMix, type MixLayout } from "./layout.ts";
import { countCrossings, orderCells } from "./order.ts";
import { pointOn, type Box } from "./routes.ts";
import { sceneOf } from "./scene.ts";
import { overlap } from "./send-labels.ts";

/** "kick > drums" is a main cable, "vox -12> plate" a send, "kick key> bass" a key. */
function connectionOf(wire: string): ConnectionRecord {
  const [, from, how, to] = /^(\S+) (.*)> (\S+)$/.exec(wire)!;
  const port = how === "key" ? "key" : "main";
  const gain = how === "" || how === "key" ? {} : { gainDb: Number(how) };
  return { from: `${from}.main`, to: `${to}.${port}`, ...gain };
}

const graphOf = (nodes: Record<string, NodeRecord>, wires: readonly string[]): GraphRecord => ({
  interface: { inputs: {}, outputs: {}, params: {} },
  nodes,
  connections: wires.map(connectionOf),
});

/** Nodes that nothing plays into are tracks, all others buses; `nodes` says what else is known of them. */
function documentOf(wires: readonly string[], nodes: Readonly<Record<string, Partial<NodeRecord>>> = {}): MixDocument {
  const connections = wires.map(connectionOf);
  const ends = (side: "from" | "to"): string[] => connections.map((connection) => connection[side].split(".")[0]!);
  const ids = [...new Set([...ends("from"), ...ends("to"), ...Object.keys(nodes)])].filter((id) => id !== "out");
  const fed = new Set(connections.flatMap(({ to }) => (to.endsWith(".main") ? to.split(".")[0]! : [])));
  const records = ids.map((id): [string, NodeRecord] => [
    id,
    { type: fed.has(id) ? "twobus.bus" : "twobus.track", version: 1, params: { faderDb: 0 }, ...nodes[id] },
  ]);
  return {
    format: "twobus-mix",
    formatVersion: 1,
    name: "Song",
    sampleRate: 48000,
    sources: {},
    root: "mix",
    graphs: { mix: graphOf(Object.fromEntries(records), wires) },
    automation: {},
    layout: {},
  };
}

const fan = (count: number, name: string, bus: string): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1} > ${bus}`);

const into = (target: string, ...sources: string[]): string[] => sources.map((source) => `${source} > ${target}`);

const THREE = ["kick > drums", "bass-di > bass", "vox > vocals", ...into("stereo", "drums", "bass", "vocals")];
const EIGHTEEN = [
  [fan(7, "drum", "drums"), fan(1, "di", "bass"), fan(3, "gtr", "guitars"), fan(3, "keys", "keys")],
  [fan(2, "pad", "pads"), into("keys", "pads"), fan(2, "vox", "vocals")],
  into("stereo", "drums", "bass", "guitars", "keys", "vocals"),
].flat(2);
const CROWD = [
  [fan(24, "drum", "drums"), fan(4, "loop", "loops"), into("drums", "loops"), fan(2, "bass", "low")],
  [fan(12, "egtr", "electrics"), fan(6, "agtr", "acoustics"), into("guitars", "electrics", "acoustics")],
  [fan(1, "solo", "guitars"), fan(20, "synth", "synths"), fan(1, "lead", "leads"), fan(1, "sax", "winds")],
  [fan(20, "bgv", "backings"), into("vocals", "backings"), fan(16, "vox", "vocals")],
  into("stereo", "drums", "low", "guitars", "synths", "leads", "winds", "vocals"),
].flat(2);
const PATCHED = [
  EIGHTEEN,
  ["plate > stereo", "vox-1 -9.5> plate", "vox-2 -14> plate", "drum-2 -12> plate", "guitars -20> plate"],
  ["drum-1 key> bass", "vocals key> guitars", "drums key> stereo", "vocals key> pad-1", "drum-1 key> di-1"],
].flat();
const MIXES = { THREE, EIGHTEEN, CROWD, PATCHED };
const rooted = (wires: readonly string[]): MixDocument => documentOf([...wires, "stereo > out"]);
const layoutOf = (document: MixDocument): MixLayout => layOutMix(sceneOf(document, undefined));

/** Names of an element's faults as XML; none when it is well formed. */
function faultsOf(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?: [A-Za-z-]+="[^"<>]*")*)(\/?)>/g,
    (_tag, end: string, name: string, __, closed: string) => {
      if (end === "/" && open.pop() !== name) faults.push(`</${name}>`);
      if (end === "" && closed === "") open.push(name);
      return "";
    },
  );
  const entity = /&(?:amp|lt|gt|quot|#39);/g;
  // oxlint-disable-next-line no-control-regex
  const strays = xml.replace(entity, "").match(/&|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu) ?? [];
  return [...faults, ...open, ...(rest.match(/[<>]/g) ?? []), ...strays];
}

const unescaped = (xml: string): string =>
  xml.replace(
    /&(lt|gt|quot|#39|amp);/g,
    (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "&",
  );

const inset = ({ x, y, width: w, height: h }: Box): Box => ({ x: x + 1, y: y + 1, width: w - 2, height: h - 2 });

function expectClean({ strips, cables, sendLabels, width, height }: MixLayout): void {
  strips.forEach((box, index) => {
    expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).not.toContain(false);
    for (const other of strips.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    for (const label of sendLabels) expect(overlap(box, label)).toBe(false);
  });
  sendLabels.forEach((label, index) => {
    for (const other of sendLabels.slice(index + 1)) expect(overlap(label, other)).toBe(false);
  });
  const points = cables.flatMap(({ segments }) =>
    segments.flatMap((segment) => Array.from({ length: 21 }, (_, step) => pointOn(segment, step / 20))),
  );
  for (const box of strips.map(inset)) {
    expect(points.filter((point) => overlap(box, { ...point, width: 0, height: 0 }))).toEqual([]);
  }
}

test.each(Object.entries(MIXES))("%s: no box touches another, no cable runs over a box", (_, wires) => {
  expectClean(layoutOf(rooted(wires)));
});

test.each(Object.entries(MIXES))("%s: well formed, at home anywhere, every label in it", (_, wires) => {
  const document = rooted(wires);
  const svg = drawMix(document);
  expect(faultsOf(svg)).toEqual([]);
  expect(svg).not.toMatch(/<script|<image|<foreignObject|href|url\(|@import|\bon[a-z]+=/);
  for (const id of Object.keys(document.graphs["mix"]!.nodes)) expect(svg).toContain(`<title>${id}`);
  expect(Number(/ width="(\d+)"/.exec(svg)![1])).toBeLessThanOrEqual(1200);
  expect(svg).toMatch(/ role="img" aria-labelledby="mix-title mix-description"/);
});

test.each(["THREE", "EIGHTEEN", "CROWD"] as const)(
  "%s: no cables cross, a bus stands beside the middle of its inputs",
  (name) => {
    const scene = sceneOf(rooted(MIXES[name]), undefined);
    expect(countCrossings(orderCells(cellsOf(scene, assignLayers(scene)).columns))).toBe(0);
    const { strips, cables } = layOutMix(scene);
    const middles = new Map(strips.map(({ strip, y, height }) => [strip.id, y + height / 2]));
    for (const id of new Set(cables.map(({ cable }) => cable.to))) {
      const inputs = cables.filter(({ cable }) => cable.to === id).map(({ cable }) => middles.get(cable.from)!);
      const mean = inputs.reduce((sum, middle) => sum + middle, 0) / inputs.length;
      expect(Math.abs(middles.get(id)! - mean)).toBeLessThanOrEqual(1);
    }
  },
);

test("the stereo bus is rightmost, tracks are leftmost, audio runs rightwards", () => {
  const { strips, cables } = layoutOf(rooted(PATCHED));
  const boxOf = new Map(strips.map((placed) => [placed.strip.id, placed]));
  const tracks = strips.filter(({ strip }) => strip.kind === "track");
  expect(new Set(tracks.map(({ x }) => x)).size).toBe(1);
  expect(Math.max(...strips.map(({ x }) => x))).toBe(boxOf.get("stereo")!.x);
  for (const { cable } of cables.filter(({ cable: { kind } }) => kind !== "key")) {
    expect(boxOf.get(cable.from)!.x).toBeLessThan(boxOf.get(cable.to)!.x);
  }
});

const shuffled = <T>(record: Readonly<Record<string, T>>, order: readonly number[]): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record)
      .map((entry, index) => [order[index % order.length]!, entry] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, entry]) => entry),
  );

test("the order in which a mix is written down changes nothing", () => {
  const document = rooted(PATCHED);
  const { nodes, connections, ...graph } = document.graphs["mix"]!;
  const expected = drawMix(document);
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.shuffledSubarray(connections, { minLength: connections.length }),
      (order, wires) => {
        const mix = { ...graph, nodes: shuffled(nodes, order), connections: wires };
        expect(drawMix({ ...document, graphs: { mix } })).toBe(expected);
      },
    ),
    { seed: 1, numRuns: 20 },
  );
});

test("the document's layout says what stands above what", () => {
  const document = documentOf(["a > drums", "b > drums", "drums > out"]);
  document.layout["mix"] = { a: { x: 0, y: 160 }, b: { x: 0, y: 0 }, drums: { x: 320, y: 80 } };
  const { strips } = layoutOf(document);
  const yOf = (id: string): number => strips.find(({ strip }) => strip.id === id)!.y;
  expect(yOf("b")).toBeLessThan(yOf("a"));
});

const anyId = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "stereo");
const anyWire = fc
  .tuple(anyId, fc.constantFrom("", "", "key", "-6"), fc.oneof(anyId, fc.constant("out")))
  .map(([from, how, to]) => `${from} ${how}> ${to}`);

test("any wiring, loops, keys and loose ends included, gives a clean picture", () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyWire, { maxLength: 16 }), (wires) => {
      const document = documentOf(wires);
      const layout = layoutOf(document);
      expect(layout.strips).toHaveLength(Object.keys(document.graphs["mix"]!.nodes).length);
      expectClean(layout);
      expect(faultsOf(drawMix(document))).toEqual([]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("hostile labels are text", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("<script>alert(1)</script>", "]]>", "\ud800", '"&quot;')),
      (label) => {
        const svg = drawMix(documentOf(["kick > out"], { kick: { label, colour: '"/><script>' } }));
        expect(faultsOf(svg)).toEqual([]);
        expect(svg).not.toContain("<script");
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test("long names are cut where they are shown and whole where they are read", () => {
  const label = "A name of many words & no end ".repeat(4).trim();
  const svg = drawMix(documentOf(["kick > out"], { kick: { label } }));
  expect(unescaped(svg)).toContain(`<title>${label}`);
  expect(/class="name"[^>]*>([^<]*)…<\/text>/.exec(svg)![1]!.length).toBeLessThan(40);
});

test("faders off 0 dB, mutes, bypasses and sends are shown", () => {
  const svg = drawMix(
    documentOf(
      ["kick > drums", "vox > drums", "kick -9.54> plate", "plate > stereo", "drums > stereo", "stereo > out"],
      {
        drums: { params: { faderDb: -1.5 } },
        stereo: { params: { faderDb: 2 } },
        plate: { params: { faderDb: -96 } },
        kick: { muted: true },
        vox: { bypassed: true },
      },
    ),
  );
  for (const text of [">−1.5 dB<", ">2.0 dB<", ">−∞ dB<", ">−9.5<", ">M<"]) expect(svg).toContain(text);
  expect(svg.match(/class="track dim"/g)).toHaveLength(2);
  expect(svg.match(/class="cable main silent"/g)).toHaveLength(1);
  expect(svg.match(/class="cable send silent"/g)).toHaveLength(1);
  expect(svg).not.toContain(">0.0 dB<");
});

test("a bus names its insert chain, the bypassed dimmed; what does not fit is counted", () => {
  const document = documentOf(["kick > drums", "drums > out"], { drums: { graph: "chain" } });
  const types = ["twobus.glueCompressor", "twobus.parametricEq"];
  const nodes = types.map(
    (type, index) => [`p${index}`, { type, version: 1, params: {}, bypassed: index === 1 }] as const,
  );
  document.graphs["chain"] = graphOf(Object.fromEntries(nodes), ["in > p0", "p0 > p1", "p1 > out"]);
  const svg = drawMix(document);
  expect(svg).toContain('>glue · <tspan class="off">eq</tspan></text>');
  expect(svg).toContain("<title>drums, glue · eq (bypassed), 0.0 dB</title>");

  const many = Array.from({ length: 40 }, (_, index) => [`q${index}`, nodes[0]![1]] as const);
  document.graphs["chain"] = graphOf(Object.fromEntries(many), []);
  expect(drawMix(document)).toMatch(/>glue · glue[glue ·]* \+3\d<\/text>/);
});

test("a registry lends names and tells keys from audio", () => {
  const duck = defineNode({
    type: "toy.duck",
    version: 1,
    name: "Duck",
    category: "compressor",
    summary: "",
    words: [],
    references: [],
    inputs: { main: stereo(), detector: key() },
    outputs: { main: stereo() },
    params: {},
    linearity: "gain",
    kernel: "duck",
  });
  const document = documentOf(["bass > ducker", "ducker > out"], { ducker: { type: "toy.duck" }, kick: {} });
  document.graphs["mix"]!.connections.push({ from: "kick.main", to: "ducker.detector" });
  expect(drawMix(document)).not.toContain('class="cable key"');
  const svg = drawMix(document, createRegistry([{ name: "toy", apiVersion: 1, nodes: [duck] }]));
  expect(svg).toContain('class="cable key"');
  expect(svg).toContain("<title>Duck, 0.0 dB</title>");
  expect(svg).toContain("Duck takes bass. Duck is keyed by kick.");
});

test("an empty document is a card with a heading", () => {
  const svg = drawMix(documentOf([]));
  expect(faultsOf(svg)).toEqual([]);
  expect(svg).toContain("0 tracks · 0 buses · 48 kHz");
});
