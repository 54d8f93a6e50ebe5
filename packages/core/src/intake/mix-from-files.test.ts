import fc from "fast-check";
import { expect, test } from "vitest";
import { fileOf, mixOf, outline } from "../../test/intake.ts";
import { createRegistry } from "../definition/index.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import type { IntakeFile } from "./report.ts";
import { TEMPLATES, templateNamed } from "./templates.ts";

const SONG = [
  ["Kick", "01_kick.flac", "Drums"],
  ["Snare Top", "02_snare_top.flac", "Drums"],
  ["Snare Bottom", "03_snare_btm.flac", "Drums"],
  ["Hi-Hat", "04_hats.flac", "Drums"],
  ["Toms", "05_toms.flac", "Drums"],
  ["Overheads", "06_overheads.flac", "Drums"],
  ["Room", "07_room.flac", "Drums"],
  ["Bass DI", "08_bass.flac", "Bass"],
  ["Guitar Rhythm L", "09_gtr_rhythm_l.flac", "Guitars"],
  ["Guitar Rhythm R", "10_gtr_rhythm_r.flac", "Guitars"],
  ["Guitar Clean", "11_gtr_clean.flac", "Guitars"],
  ["Piano", "12_piano.flac", "Keys"],
  ["Electric Piano", "13_epiano.flac", "Keys"],
  ["Synth Pad", "14_pad.flac", "Keys"],
  ["Strings", "15_strings.flac", "Keys"],
  ["Tubular Bells", "16_bells.flac", "Keys"],
  ["Vocal Lead", "17_vox_lead.flac", "Vocals"],
  ["Vocal Harmony", "18_vox_harm.flac", "Vocals"],
] as const;

test.each([0, 1])("a song's stems find their buses, by given name and by file name", (column) => {
  const { document, report } = mixOf(SONG.map((row) => row[column]!));
  const { nodes, connections } = document.graphs["mix"]!;
  const upwards = (id: string): string[] => {
    const next = connections.find(({ from }) => from === `${id}.main`)!.to.split(".")[0]!;
    return next === "stereo-bus" ? [nodes[id]!.label!] : [...upwards(next), nodes[id]!.label!];
  };
  const found = Object.fromEntries(report.matched.map(({ file, bus }) => [file, upwards(bus)[0]]));
  expect(found).toEqual(Object.fromEntries(SONG.map((row) => [row[column], row[2]])));
  expect(report.unassigned).toEqual([]);
});

test("numbers keep the session's order, and buses without use are left out", () => {
  expect(outline(mixOf(SONG.map(([, file]) => file)))).toEqual([
    "Stereo Bus: Drums Bass Guitars Keys Vocals",
    "Drums: Kick Snare top Snare btm Hats Toms Overheads Room",
    "Bass: Bass",
    "Guitars: Gtr rhythm L Gtr rhythm R Gtr clean",
    "Keys: Piano Epiano Bells Pads and Strings",
    "Pads and Strings: Pad Strings",
    "Vocals: Vox lead Vox harm",
  ]);
});

test("an empty mix is the stereo bus", () => {
  const mix = mixOf([]);
  expect(outline(mix)).toEqual(["Stereo Bus:"]);
  expect(mix.document).toMatchObject({ format: "twobus-mix", formatVersion: 1, sampleRate: 48000, sources: {} });
  expect(mix.report.warnings).toEqual([]);
});

test("the stereo bus has its processors ready, bypassed, every parameter written out", () => {
  const { document } = mixOf(["Kick.wav"]);
  expect(document.graphs["mix"]!.nodes["stereo-bus"]).toEqual({
    type: "twobus.bus",
    version: 2,
    params: { panPercent: 0, invertPolarity: false },
    label: "Stereo Bus",
    colour: "#8a8f98",
    graph: "stereo-bus-chain",
  });
  const { nodes, connections } = document.graphs["stereo-bus-chain"]!;
  expect(Object.entries(nodes).map(([id, node]) => [id, node.type, node.bypassed, node.params["panPercent"]])).toEqual([
    ["compressor", "twobus.glueCompressor", true, 0],
    ["saturator", "twobus.tubeSaturator", true, 0],
    ["equaliser", "twobus.parametricEq", true, 0],
    ["limiter", "twobus.truePeakLimiter", true, 0],
  ]);
  expect(connections.map(({ from, to }) => `${from} ${to}`)).toEqual([
    "in.main compressor.main",
    "compressor.main saturator.main",
    "saturator.main equaliser.main",
    "equaliser.main limiter.main",
    "limiter.main out.main",
  ]);
});

test("a track keeps its file, wears its bus's hue lighter and stands on a grid of 4, the root at the origin", () => {
  const { document } = mixOf([
    fileOf("drums/Kick In.wav", { channels: 1, sha256: "00" }),
    "drums/Snare.wav",
    "Vox.wav",
  ]);
  expect(document.graphs["mix"]!.nodes["kick-in"]).toMatchObject({
    label: "Kick In",
    colour: "#f0c566",
    source: "kick-in",
  });
  expect(document.graphs["mix"]!.nodes["drums"]).toMatchObject({ label: "Drums", colour: "#e69f00" });
  expect(document.sources["kick-in"]).toEqual({
    file: "drums/Kick In.wav",
    channels: 1,
    sampleRate: 48000,
    frames: 480000,
    sha256: "00",
  });
  const places = document.layout["mix"]!;
  expect(places["stereo-bus"]).toEqual({ x: 0, y: 0 });
  expect(places["kick-in"]!.x).toBeLessThan(places["drums"]!.x);
  expect(places["drums"]!.x).toBeLessThan(0);
  expect(places["drums"]!.y).toBe((places["kick-in"]!.y + places["snare"]!.y) / 2);
  for (const { x, y } of Object.values(places)) expect([x % 4, y % 4].map(Math.abs)).toEqual([0, 0]);
});

test("two mono sides are panned apart; one side alone stays in the centre and is reported", () => {
  const mono = ["07 Gtr_L.wav", "08 Gtr_R.wav", "OH L.wav"].map((file) => fileOf(file, { channels: 1 }));
  const { document, report } = mixOf([...mono, "Pad L.wav", "Pad R.wav"]);
  const pans = Object.fromEntries(
    Object.entries(document.graphs["mix"]!.nodes).map(([id, { params }]) => [id, params["panPercent"]]),
  );
  expect(pans).toMatchObject({ "gtr-l": -100, "gtr-r": 100, "oh-l": 0, "pad-l": 0, "pad-r": 0 });
  expect(report.pairs).toEqual([{ left: "07 Gtr_L.wav", right: "08 Gtr_R.wav" }]);
  expect(report.warnings.map(({ code, at }) => [code, at])).toEqual([["single-side", "OH L.wav"]]);
});

test("what no word names, and what the template has no bus for, is on Unassigned and said to be", () => {
  const { document, report } = mixOf(["Piano.wav", "xyzzy.wav", "Kick.wav"], { template: templateNamed("peak") });
  expect(outline({ document })).toEqual(["Stereo Bus: Drums Unassigned", "Drums: Kick", "Unassigned: Piano Xyzzy"]);
  expect(report.unassigned).toEqual([
    {
      file: "Piano.wav",
      track: "piano",
      reason: 'The name says keys/piano, and the template "peak" has no bus for it.',
    },
    { file: "xyzzy.wav", track: "xyzzy", reason: "No word of the name says what it is." },
  ]);
});

test("rough mixes are reported and are no part of the document", () => {
  const { document, report } = mixOf(["Kick.wav", "Song rough mix.wav", "Click.wav"]);
  expect(report.references).toEqual([
    { file: "Song rough mix.wav", role: "reference", keywords: ["rough mix"] },
    { file: "Click.wav", role: "reference/click", keywords: ["click"] },
  ]);
  expect(Object.keys(document.sources)).toEqual(["kick"]);
});

test("a title that all names share says nothing", () => {
  const files = ["Piano Man - Kick.wav", "Piano Man - Bass.wav", "Piano Man - Lead Vox.wav"];
  expect(outline(mixOf(files))).toEqual([
    "Stereo Bus: Drums Bass Vocals",
    "Drums: Kick",
    "Bass: Bass",
    "Vocals: Lead Vox",
  ]);
  const guitars = ["Gtr Clean.wav", "Gtr Lead.wav", "Gtr Solo.wav"];
  expect(outline(mixOf(guitars))[1]).toBe("Guitars: Gtr Clean Gtr Lead Gtr Solo");
});

test("folders that all files share say nothing either", () => {
  const { report } = mixOf(["Bass Song/one.wav", "Bass Song/Drums/two.wav"]);
  expect(report.unassigned.map(({ file }) => file)).toEqual(["Bass Song/one.wav"]);
  expect(report.matched).toMatchObject([{ file: "Bass Song/Drums/two.wav", role: "drums", confidence: "folder" }]);
});

const at = (...rates: number[]): IntakeFile[] => rates.map((sampleRate, i) => fileOf(`Kick ${i}.wav`, { sampleRate }));

test("the mix takes the commonest rate, the higher of equals, or the one asked for", () => {
  expect(mixOf(at(44100, 48000, 44100)).document.sampleRate).toBe(44100);
  expect(mixOf(at(44100, 48000)).document.sampleRate).toBe(48000);
  expect(mixOf(at(44100), { sampleRate: 96000 }).document.sampleRate).toBe(96000);
});

test("a registry without the nodes is refused", () => {
  expect(() => mixOf([], { registry: createRegistry([]) })).toThrow("load the built-in pack");
});

const WORDS = [
  "Kick",
  "OH",
  "gtr",
  "L",
  "R",
  "Vox",
  "Mix",
  "rough",
  "__proto__",
  "in",
  "out",
  "🎸",
  "808",
  "é",
  "\u0007",
  " ",
  "_",
];
const hostileName = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => `${words.join(" ")}.wav`),
  fc.string({ unit: "binary", maxLength: 320 }),
  fc.constantFrom("__proto__.wav", "Drums/in.wav", `${"a".repeat(300)}.wav`, "", "/", "stereo-bus.wav"),
);
const anyFile: fc.Arbitrary<IntakeFile> = fc.record({
  file: hostileName,
  channels: fc.integer({ min: 1, max: 3 }),
  sampleRate: fc.constantFrom(44100, 48000),
  frames: fc.nat({ max: 10 }),
});

test("every file ends up exactly once, ids are legal and unique, every track reaches the stereo bus through a bus", () => {
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 30 }), fc.constantFrom(...TEMPLATES), (files, template) => {
      const { document, report } = mixOf(files, { template });
      const named = [...report.matched, ...report.unassigned, ...report.references].map(({ file }) => file);
      expect(named.toSorted()).toEqual(files.map(({ file }) => file).toSorted());
      expect(Object.keys(document.sources)).toHaveLength(files.length - report.references.length);

      const { nodes, connections } = document.graphs["mix"]!;
      const targets = new Map(connections.map(({ from, to }) => [from.split(".")[0]!, to.split(".")[0]!]));
      expect(targets.size).toBe(connections.length);
      for (const [id, node] of Object.entries(nodes)) {
        expect(id).toMatch(/^(?!in$|out$)[A-Za-z][A-Za-z0-9_-]{0,63}$/);
        expect(node.label).toMatch(/^[^\p{Cc}\p{Cs}]{1,160}$/u);
        const path = [id];
        while (targets.has(path.at(-1)!)) path.push(targets.get(path.at(-1)!)!);
        expect(path.slice(-2)).toEqual(["stereo-bus", "out"]);
        if (node.type === "twobus.track") expect(path.length).toBeGreaterThanOrEqual(4);
      }
      expect(Object.keys(document.layout["mix"]!).toSorted()).toEqual(Object.keys(nodes).toSorted());
      expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("500 files of one name", () => {
  const { document } = mixOf(Array.from({ length: 500 }, () => "Kick.wav"));
  expect(Object.keys(document.sources).at(-1)).toBe("kick-500");
});

test("no name of a recording stops the mix", () => {
  const names = ["constructor", "__proto__", "toString", "in", "out", "🥁", "x".repeat(300), "Stereo Bus", "main"];
  const { document } = mixOf(names.flatMap((name) => [`${name}.wav`, `again/${name}.wav`]));
  const saved = parseMix(serialiseMix(document), "mix").document;
  expect(saved.sources).toEqual(document.sources);
  expect(new Set(Object.keys(saved.graphs["mix"]!.nodes))).toEqual(new Set(Object.keys(document.graphs["mix"]!.nodes)));
});

test("a bus gives way to a track of its name", () => {
  const { document, report } = mixOf(["bass.wav", "kick.wav", "drums.wav"]);
  const places = Object.fromEntries(report.matched.map(({ file, track, bus }) => [file, [track, bus]]));
  expect(places).toEqual({
    "bass.wav": ["bass", "bass-bus"],
    "kick.wav": ["kick", "drums-bus"],
    "drums.wav": ["drums", "drums-bus"],
  });
  expect(document.graphs["mix"]!.nodes["bass-bus"]!.label).toBe("Bass");
});
