import { expect, test } from "vitest";
import { after, at, chainMix, refusal } from "../../test/edits.ts";
import { soundsAlike } from "../../test/heard.ts";
import { dice, nestedMix } from "../../test/nested-mix.ts";
import { toyRegistry } from "../../test/toy-pack.ts";
import { flatten } from "../compile/flatten.ts";
import type { PlainValues } from "../definition/node.ts";
import { parametersOf } from "../document/exposed.ts";
import { throughRange } from "../document/macro-range.ts";
import { meterPlace } from "../document/meters.ts";
import { parseMix } from "../document/parse.ts";
import { resolveAddress } from "../document/resolve-address.ts";
import { serialiseMix } from "../document/serialise.ts";
import type { ExposedParameter, MixDocument, NodeRecord } from "../document/types.ts";
import { valueAt } from "../engine/automation.ts";
import { validateMix } from "../document/validate.ts";
import { apply, type Command } from "./apply.ts";

const node = (mix: MixDocument, id: string): NodeRecord => mix.graphs["mix"]!.nodes[id]!;
const values = (mix: MixDocument, address: string): PlainValues => flatten(mix, toyRegistry).nodes.get(address)!.values;
const show = (graph: string, name: string, exposed: ExposedParameter | null): Command => ({
  kind: "setExposed",
  graph,
  name,
  exposed,
});

/** The chain `fx` in a chain `mid` in a chain `top`, whose `deepDb` is its parameter. */
function nested(): MixDocument {
  return after(
    chainMix(),
    { kind: "groupNodes", ...at, nodes: ["fx"], id: "mid" },
    { kind: "groupNodes", ...at, nodes: ["mid"], id: "top" },
    show("mid", "amountDb", { targets: ["fx.amountDb"] }),
    show("top", "deepDb", { targets: ["mid.amountDb"] }),
  ).document;
}

test("a parameter is the same one at any depth, and stands where it stands inside", () => {
  const mix = nested();
  expect(parametersOf(node(mix, "top"), mix, toyRegistry)!["deepDb"]).toMatchObject({
    unit: "Db",
    min: -60,
    max: 0,
    default: -30,
  });
  expect(resolveAddress(mix, "mix/top.deepDb")).toEqual({ graph: "mix", node: "top", param: "deepDb" });
  const { document } = after(mix, { kind: "setParameter", ...at, node: "top", param: "deepDb", value: -44 });
  expect(values(document, "top/mid/fx/comp")["thresholdDb"]).toBe(-44);
  expect(values(mix, "top/mid/fx/comp")["thresholdDb"]).toBe(-30);
  expect(serialiseMix(parseMix(serialiseMix(document), "x").document)).toBe(serialiseMix(document));
});

test("automation at the top moves the node at the bottom, whether a value is set there or not", () => {
  const points = [{ atSeconds: 0, value: -9, curve: "hold" as const }];
  const { document } = after(nested(), { kind: "setAutomation", ...at, node: "top", param: "deepDb", points });
  const { automation, values: standing } = flatten(document, toyRegistry).nodes.get("top/mid/fx/comp")!;
  expect(automation).toEqual([{ parameter: 0, points }]);
  expect(standing["thresholdDb"]).toBe(-30);
});

test("renaming keeps values, automation, order and whatever drives it", () => {
  const points = [{ atSeconds: 0, value: -9, curve: "hold" as const }];
  const before = after(
    nested(),
    { kind: "setParameter", ...at, node: "top", param: "deepDb", value: -44 },
    { kind: "setAutomation", graph: "top", node: "mid", param: "amountDb", points },
    { kind: "orderExposed", graph: "mid", names: ["amountDb"] },
  ).document;
  const { document } = after(
    before,
    { kind: "renameExposed", graph: "mid", name: "amountDb", to: "squashDb" },
    { kind: "renameExposed", graph: "top", name: "deepDb", to: "outerDb" },
  );
  expect(soundsAlike(before, document)).toBe(true);
  expect(node(document, "top").params).toEqual({ outerDb: -44 });
  expect(document.automation["top/mid.squashDb"]).toEqual({ points });
  expect(document.graphs["top"]!.interface.params["outerDb"]!.targets).toEqual(["mid.squashDb"]);
  expect(document.graphs["mid"]!.interface.order).toEqual(["squashDb"]);
  const both = after(document, show("mid", "otherDb", { targets: ["fx.amountDb"] })).document;
  expect(refusal(both, { kind: "renameExposed", graph: "mid", name: "otherDb", to: "squashDb" })).toContain("taken-id");
  expect(refusal(both, { kind: "renameExposed", graph: "mid", name: "otherDb", to: "__proto__" })).toContain(
    "mid.otherDb",
  );
  expect(refusal(both, { kind: "renameExposed", graph: "mid", name: "nothing", to: "x" })).toContain(
    "unknown-parameter",
  );
});

test("parameters are shown in their order, the others after them by name", () => {
  const { document } = after(
    chainMix(),
    show("bass-chain", "zDb", { targets: ["comp.thresholdDb"] }),
    show("bass-chain", "bDb", { targets: ["comp.thresholdDb"] }),
    { kind: "orderExposed", graph: "bass-chain", names: ["zDb"] },
  );
  expect(Object.keys(parametersOf(node(document, "fx"), document, toyRegistry)!)).toEqual(["zDb", "amountDb", "bDb"]);
  const hidden = after(document, show("bass-chain", "zDb", null)).document;
  expect(hidden.graphs["bass-chain"]!.interface).not.toHaveProperty("order");
  expect(refusal(document, { kind: "orderExposed", graph: "bass-chain", names: ["no"] })).toContain(
    "unknown-parameter",
  );
});

test("hiding takes values and automation with it, all the way out, and says so", () => {
  const mix = after(nested(), { kind: "setParameter", ...at, node: "top", param: "deepDb", value: -44 }).document;
  const { document, lost } = apply(mix, show("mid", "amountDb", null), toyRegistry);
  expect(lost).toEqual([{ code: "lost-value", at: "mix/top.deepDb", message: expect.stringContaining("-44") }]);
  expect(validateMix(document, toyRegistry).problems).toEqual([]);
  expect(node(document, "top").params).toEqual({});
  expect(document.graphs["top"]!.interface.params).toEqual({});
  expect(values(document, "top/mid/fx/comp")["thresholdDb"]).toBe(-30);
});

test("a range lies within what the targets take", () => {
  const range = (min: number, max: number) =>
    show("bass-chain", "amountDb", { targets: ["comp.thresholdDb"], min, max });
  const { document } = after(chainMix(), range(-40, -10));
  expect(parametersOf(node(document, "fx"), document, toyRegistry)!["amountDb"]).toMatchObject({ min: -40, max: -10 });
  expect(node(document, "fx").params).toEqual({ amountDb: -30 });
  expect(document.automation).not.toHaveProperty("mix/fx.amountDb"); // it went to -9
  for (const [min, max] of [
    [-70, -10],
    [-40, 1],
    [-10, -40],
  ] as const) {
    expect(refusal(chainMix(), range(min, max))).toContain("illegal-range bass-chain.amountDb");
  }
  const toggle = show("bass-chain", "x", { targets: ["comp.character"], min: 0 });
  expect(refusal(chainMix(), toggle)).toContain("only numbers have a range");
});

const macro: ExposedParameter = {
  targets: ["a.gainDb", "b.thresholdDb"],
  percent: 50,
  ranges: { "a.gainDb": { from: 0, to: -12 }, "b.thresholdDb": { from: -10, to: -40, curve: "exponential" } },
};

test("a macro moves several targets, each from one end to the other on its own way", () => {
  const mix = after(nestedMix(dice(1)), show("outer", "zoom", macro), {
    kind: "setParameter",
    ...at,
    node: "one",
    param: "zoom",
    value: 100,
  }).document;
  expect(parametersOf(node(mix, "two"), mix, toyRegistry)!["zoom"]).toMatchObject({
    unit: "Percent",
    min: 0,
    max: 100,
    default: 50,
  });
  expect(values(mix, "one/a")["gainDb"]).toBe(-12);
  expect(values(mix, "one/b")["thresholdDb"]).toBe(-40);
  expect(values(mix, "two/a")["gainDb"]).toBe(-6);
  expect(values(mix, "two/b")["thresholdDb"]).toBeCloseTo(-20, 12);
  const broken = (changes: Partial<ExposedParameter>) => refusal(mix, show("outer", "zoom", { ...macro, ...changes }));
  expect(broken({ min: 0 })).toContain("a macro goes from 0 to 100 %");
  expect(broken({ ranges: { "a.gainDb": { from: 0, to: 1 } } })).toContain("ranges must name its targets");
  expect(broken({ percent: 101 })).toContain("outer.zoom.percent");
  const gain = (from: number, to: number) =>
    broken({ ranges: { ...macro.ranges, "a.gainDb": { from, to, curve: "exponential" } } });
  expect(gain(-3, 0)).toContain("choose ends of one sign");
  expect(gain(-3, 25)).toContain("both ends of a.gainDb must be a number from -96 to 24");
});

test.each(["linear", "exponential", "smooth"] as const)(
  "a %s way begins and ends where it says and never turns back",
  (curve) => {
    const range = { from: 20, to: 20_000, curve };
    const way = Array.from({ length: 101 }, (_, percent) => throughRange(range, percent));
    expect([way[0], way[100]]).toEqual([20, 20_000]);
    expect(way.every((value, index) => index === 0 || value > way[index - 1]!)).toBe(true);
    const oracle = {
      linear: (t: number) => 20 + 19_980 * t,
      exponential: (t: number) => 20 * 1000 ** t,
      smooth: (t: number) => 20 + 19_980 * (3 * t ** 2 - 2 * t ** 3),
    }[curve];
    way.forEach((value, percent) => expect(value).toBeCloseTo(oracle(percent / 100), 8));
  },
);

test("automation of a macro goes through every curve on its way", () => {
  const points = [
    { atSeconds: 0, value: 0, curve: "linear" as const },
    { atSeconds: 1, value: 100, curve: "hold" as const },
  ];
  const mix = after(nestedMix(dice(1)), show("outer", "zoom", macro), {
    kind: "setAutomation",
    ...at,
    node: "one",
    param: "zoom",
    points,
  }).document;
  const lane = flatten(mix, toyRegistry).nodes.get("one/b")!.automation[0]!;
  expect(throughRange(lane.ranges![0]!, valueAt(lane.points, 0.5))).toBeCloseTo(-20, 12);
  expect(refusal(mix, { kind: "ungroupNode", ...at, node: "one" })).toMatch(/bent-automation|cables-do-not-join/);
});

test("meters and plots are shown through any depth and found again", () => {
  const mix = after(
    nested(),
    { kind: "setExposedMeter", graph: "bass-chain", name: "curve", target: "comp.plot" },
    { kind: "setExposedMeter", graph: "mid", name: "inner", target: "fx.curve" },
    { kind: "setExposedMeter", graph: "top", name: "shown", target: "mid.inner" },
  ).document;
  const path = ["top", "mid", "fx", "comp"];
  expect(meterPlace(mix, "top", node(mix, "top"), "shown")).toEqual({ path, meter: "plot" });
  expect(flatten(mix, toyRegistry).nodes.has(path.join("/"))).toBe(true);
  const renamed = after(
    mix,
    { kind: "renameNode", graph: "mid", node: "fx", id: "f" },
    { kind: "renameNode", ...at, node: "top", id: "t" },
  );
  expect(meterPlace(renamed.document, "t", node(renamed.document, "t"), "shown")!.path).toEqual([
    "t",
    "mid",
    "f",
    "comp",
  ]);
  const flat = after(mix, { kind: "ungroupNode", graph: "top", node: "mid" }).document;
  expect(meterPlace(flat, "top", node(flat, "top"), "shown")!.path).toEqual(["top", "fx", "comp"]);
  const gone = after(mix, { kind: "setExposedMeter", graph: "mid", name: "inner", target: null }).document;
  expect(meterPlace(gone, "top", node(gone, "top"), "shown")).toBeUndefined();
  expect(refusal(mix, { kind: "setExposedMeter", graph: "bass-chain", name: "x", target: "comp.loudness" })).toContain(
    "unknown-meter",
  );
});

test("what a graph shows of nodes that become a chain, the chain shows to it", () => {
  const before = after(nestedMix(dice(1)), show("outer", "zoom", macro), {
    kind: "setParameter",
    ...at,
    node: "one",
    param: "zoom",
    value: 25,
  }).document;
  const { document } = after(before, { kind: "groupNodes", graph: "outer", nodes: ["a"], id: "g" });
  expect(document.graphs["outer"]!.interface.params["zoom"]!.ranges).toHaveProperty(["g.gainDb"]);
  expect(soundsAlike(before, document)).toBe(true);
  expect(node(document, "one")).toEqual(node(before, "one"));
});
