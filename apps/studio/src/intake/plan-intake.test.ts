import { DEFAULT_TEMPLATE, validateMix, type IntakeFile, type MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { busNames, planIntake, withBuses, type IntakeChoices } from "./plan-intake.ts";

const files = ["Kick.wav", "Snare.wav", "Bass DI.wav", "xyzzy.wav", "Rough Mix.wav"].map((file): IntakeFile => {
  return { file, channels: 1, sampleRate: 44100, frames: 44100 };
});

const plan = (choices: Partial<IntakeChoices> = {}) =>
  planIntake(
    { name: "Song", files, template: DEFAULT_TEMPLATE, registry },
    { skipped: new Set(), buses: new Map(), ...choices },
  );

/** Which bus each track plays into, by labels. */
function routes(document: MixDocument): Record<string, string> {
  const { nodes, connections } = document.graphs[document.root]!;
  const label = (end: string): string => nodes[end.split(".")[0]!]?.label ?? end;
  const tracks = connections.filter(({ from }) => nodes[from.split(".")[0]!]?.type === "twobus.track");
  return Object.fromEntries(tracks.map(({ from, to }) => [label(from), label(to)]));
}

test("without choices it is what the names say", () => {
  const { document, rows } = plan();
  expect(routes(document)).toEqual({ Kick: "Drums", Snare: "Drums", "Bass DI": "Bass", Xyzzy: "Unassigned" });
  expect(rows.map(({ file, bus, confidence }) => [file, bus, confidence])).toEqual([
    ["Kick.wav", "Drums", "name"],
    ["Snare.wav", "Drums", "name"],
    ["Bass DI.wav", "Bass", "name"],
    ["xyzzy.wav", "Unassigned", "none"],
    ["Rough Mix.wav", undefined, "reference"],
  ]);
});

test("a track goes where it is sent, to a bus that no name asked for as well, and takes its colour", () => {
  const { document, rows } = plan({ buses: new Map([["xyzzy.wav", "Vocals"]]) });
  expect(routes(document)).toMatchObject({ Xyzzy: "Vocals" });
  expect(rows[3]).toMatchObject({ bus: "Vocals", confidence: "chosen" });
  const { nodes } = document.graphs[document.root]!;
  expect(Object.values(nodes).map(({ label }) => label)).not.toContain("Unassigned");
  expect(validateMix(document, registry).problems).toEqual([]);
});

test("what is skipped is not in the mix", () => {
  const { document, rows } = plan({
    skipped: new Set(["Kick.wav", "xyzzy.wav"]),
    buses: new Map([["Kick.wav", "Bass"]]),
  });
  expect(routes(document)).toEqual({ Snare: "Drums", "Bass DI": "Bass" });
  expect(Object.values(document.sources).map(({ file }) => file)).toEqual(["Snare.wav", "Bass DI.wav"]);
  expect(rows.map(({ confidence }) => confidence)).toEqual(["skipped", "name", "name", "skipped", "reference"]);
});

test("every bus of the template can be chosen", () => {
  for (const bus of busNames(DEFAULT_TEMPLATE)) {
    const { document } = plan({ buses: new Map([["xyzzy.wav", bus]]) });
    expect(routes(document)).toMatchObject({ Xyzzy: bus });
    expect(validateMix(document, registry).problems).toEqual([]);
  }
});

test("a template without recordings has its outer buses", () => {
  const template = withBuses(DEFAULT_TEMPLATE);
  const { document } = planIntake(
    { name: "New", files: [], template, registry },
    { skipped: new Set(), buses: new Map() },
  );
  const labels = Object.values(document.graphs[document.root]!.nodes).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(["Stereo Bus", ...DEFAULT_TEMPLATE.buses.map(({ name }) => name)]));
});
