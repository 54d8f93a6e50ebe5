import { expect, test } from "vitest";
import { planBuses, type BusPlan, type TrackPlan } from "./plan-buses.ts";
import { readName } from "./reading.ts";
import { TEMPLATES, templateNamed, type Template } from "./templates.ts";

const trackOf = (file: string): TrackPlan => ({
  file: { file, channels: 2, sampleRate: 48000, frames: 1 },
  reading: readName(file),
});

const plan = (files: readonly string[], template: Template): string[] =>
  planBuses(files.map(trackOf), template).flatMap((bus) => outline(bus));

const outline = (bus: BusPlan, indent = ""): string[] => [
  `${indent}${[`${bus.name}:`, ...bus.tracks.map(({ reading }) => reading.label)].join(" ")}`,
  ...bus.buses.flatMap((inner) => outline(inner, `${indent}  `)),
];

const BAND = ["Kick", "Electric Drums", "Shaker", "Bass", "Moog Bass", "Ac Gtr 1", "Ac Gtr 2", "E Gtr 1", "E Gtr 2"];
const SINGERS = ["Piano", "Arp", "Synth Lead", "Pad", "Strings", "Sax", "Lead Vox", "BGV 1", "BGV 2", "Riser"];

test.each(TEMPLATES)("a band in template $name", (template) => {
  expect(plan([...BAND, ...SINGERS, "Xyzzy"], template)).toMatchSnapshot();
});

const roles = templateNamed("roles");

test("without numbers tracks stand as on a console, and people's counting holds", () => {
  expect(plan(["Tom 10.wav", "Vox.wav", "Tom 2.wav", "OH.wav", "Snare.wav", "Kick.wav"], roles)).toEqual([
    "Drums: Kick Snare Tom 2 Tom 10 OH",
    "Vocals: Vox",
  ]);
});

test("numbered tracks come first, as numbered", () => {
  expect(plan(["10 Kick.wav", "2 Snare.wav", "Kick Sub.wav"], roles)).toEqual(["Drums: Snare Kick Kick Sub"]);
});

test("a sub-bus needs two tracks, and others beside them", () => {
  expect(plan(["Ac Gtr", "E Gtr 1", "E Gtr 2"], roles)).toEqual([
    "Guitars: Ac Gtr",
    "  Electric Guitars: E Gtr 1 E Gtr 2",
  ]);
  expect(plan(["E Gtr 1", "E Gtr 2"], roles)).toEqual(["Guitars: E Gtr 1 E Gtr 2"]);
  expect(plan(["Ac Gtr", "E Gtr 1"], roles)).toEqual(["Guitars: Ac Gtr E Gtr 1"]);
});

test("a bus that is always there is there empty", () => {
  const kept = { name: "Returns", family: "effects", takes: [], presence: "always", buses: [] } as const;
  expect(plan([], { ...roles, buses: [kept, ...roles.buses] })).toEqual(["Returns:"]);
});
