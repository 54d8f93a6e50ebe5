import { expect, test } from "vitest";
import { after, at, refusal } from "../../test/edits.ts";
import { toyMix } from "../../test/toy-pack.ts";

test("setParameter sets a legal value and refuses others", () => {
  const set = { kind: "setParameter", ...at, node: "kick", param: "faderDb" } as const;
  const { document } = after(toyMix(), { ...set, value: -6 });
  expect(document.graphs["mix"]!.nodes["kick"]!.params["faderDb"]).toBe(-6);
  expect(refusal(toyMix(), { ...set, value: 13 })).toBe(
    "illegal-value mix/kick.faderDb: must be a number from -96 to 12, not 13",
  );
  expect(refusal(toyMix(), { ...set, value: Number.NaN })).toContain("not NaN");
  expect(refusal(toyMix(), { ...set, param: "gainDb", value: 0 })).toBe(
    "unknown-parameter mix/kick.gainDb: there is no parameter gainDb; there are faderDb, panPercent",
  );
  expect(refusal(toyMix(), { ...set, node: "kik", value: 0 })).toBe(
    "unknown-node mix/kik: there is no node kik; there are kick, snare, synth, drums, bass, stereo",
  );
  expect(refusal(toyMix(), { ...set, graph: "toString", value: 0 })).toContain("unknown-graph toString");
});

test("setParameters sets values of several nodes, or none where one is refused", () => {
  const set = { kind: "setParameters", ...at } as const;
  const values = { kick: { faderDb: -6, panPercent: -20 }, drums: { faderDb: -3 } };
  const { nodes } = after(toyMix(), { ...set, values }).document.graphs["mix"]!;
  expect(nodes["kick"]!.params).toEqual({ faderDb: -6, panPercent: -20 });
  expect(nodes["drums"]!.params).toMatchObject({ faderDb: -3 });
  expect(nodes["snare"]).toEqual(toyMix().graphs["mix"]!.nodes["snare"]);
  expect(refusal(toyMix(), { ...set, values: { ...values, snare: { faderDb: 13 } } })).toContain(
    "illegal-value mix/snare.faderDb",
  );
});

test("the saved parameters of an unknown node can be set, no others", () => {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["synth"] = { type: "other.synth", version: 4, params: { cutoffHz: 100 } };
  const set = { kind: "setParameter", ...at, node: "synth" } as const;
  after(mix, { ...set, param: "cutoffHz", value: 200 });
  expect(refusal(mix, { ...set, param: "resonance", value: 1 })).toContain("there are cutoffHz");
  expect(refusal(mix, { ...set, param: "cutoffHz", value: { toString: 1 } as never })).toContain("wrong-type");
});

test("automation is set in legal points and cleared", () => {
  const lane = { ...at, node: "bass", param: "faderDb" } as const;
  const points = [
    { atSeconds: 0, value: 0, curve: "linear" },
    { atSeconds: 2, value: 3, curve: "smooth" },
  ] as const;
  const { document } = after(toyMix(), { kind: "setAutomation", ...lane, points });
  expect(document.automation["mix/bass.faderDb"]).toEqual({ points });
  expect(after(document, { kind: "clearAutomation", ...lane }).document.automation).toEqual(toyMix().automation);
  expect(refusal(toyMix(), { kind: "clearAutomation", ...lane })).toContain("unknown-automation");
  expect(refusal(toyMix(), { kind: "setAutomation", ...lane, points: points.toReversed() })).toContain(
    "unsorted-automation",
  );
  expect(refusal(toyMix(), { kind: "setAutomation", ...lane, points: [{ ...points[0], value: 13 }] })).toContain(
    "illegal-value",
  );
  expect(
    refusal(toyMix(), { kind: "setAutomation", graph: "bass-chain", node: "comp", param: "character", points }),
  ).toContain("not-automatable");
});
