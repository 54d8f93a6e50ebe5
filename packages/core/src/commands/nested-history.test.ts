import { expect, test } from "vitest";
import { dice, nestedMix, type Dice } from "../../test/nested-mix.ts";
import { toyRegistry } from "../../test/toy-pack.ts";
import { compile } from "../compile/compile.ts";
import type { RenderPlan } from "../compile/plan.ts";
import { parametersOf } from "../document/exposed.ts";
import { freeKeys } from "../document/free-keys.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import { CHAIN_TYPE, type ExposedParameter, type MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { comparePlans } from "../live/compare-plans.ts";
import { TwobusError } from "../problem.ts";
import type { Command } from "./apply.ts";
import { History } from "./history.ts";
import { duplicateLinked } from "./place-chain.ts";

const SEQUENCES = 1000;
const STEPS = 4;

function one<T>(roll: Dice, list: readonly T[]): T {
  return list[roll(list.length)]!;
}

const targets = ["a.gainDb", "b.thresholdDb", "c.thresholdDb", "d.gainDb", "inner.trimDb", "inner.amount"];

function exposed(roll: Dice): ExposedParameter | null {
  const [first, second] = [one(roll, targets), one(roll, targets)];
  return one<ExposedParameter | null>(roll, [
    null,
    { targets: [first] },
    { targets: [first, second] },
    { targets: [first], min: -20, max: 0 },
    { targets: [first], percent: roll(101), ranges: { [first]: { from: -1, to: -20, curve: "exponential" } } },
  ]);
}

/** Keys inside the nodes of a graph, as a cable reaches them. */
const keysIn = (mix: MixDocument, graph: string): string[] =>
  Object.keys(mix.graphs[graph]!.nodes).flatMap((node) => freeKeys(mix, toyRegistry, graph, node));

/** Some of them senseless: those must be refused and change nothing. */
function edit(history: History, roll: Dice): void {
  const mix = history.document;
  const graph = one(roll, Object.keys(mix.graphs));
  const { nodes, interface: shown } = mix.graphs[graph]!;
  const chains = Object.keys(nodes).filter((id) => nodes[id]!.type === CHAIN_TYPE);
  const chain = { graph, node: chains.length === 0 ? "none" : one(roll, chains) };
  const any = { graph, node: one(roll, [...Object.keys(nodes), "none"]) };
  const record = nodes[chain.node];
  const param =
    record === undefined ? "none" : one(roll, [...Object.keys(parametersOf(record, mix, toyRegistry) ?? {}), "none"]);
  const name = one(roll, [...Object.keys(shown.params), "fresh"]);
  const value = -roll(30);
  const commands: readonly (Command | (() => unknown))[] = [
    { kind: "groupNodes", graph, nodes: Object.keys(nodes).filter(() => roll(2) === 0) },
    { kind: "ungroupNode", ...chain },
    { kind: "makeUnique", ...chain },
    { kind: "setPinned", ...chain, pinned: roll(2) === 0 },
    { kind: "setPinned", ...chain, pinned: false },
    { kind: "setNodeGraph", ...chain, nodeGraph: one(roll, Object.keys(mix.graphs)) },
    { kind: "replaceGraph", id: graph, content: one(roll, Object.values(mix.graphs)) },
    { kind: "setExposed", graph, name, exposed: exposed(roll) },
    { kind: "renameExposed", graph, name, to: one(roll, ["renamed", "toString", "trimDb"]) },
    { kind: "orderExposed", graph, names: Object.keys(shown.params).filter(() => roll(2) === 0) },
    { kind: "setExposedMeter", graph, name: "m", target: one(roll, ["a.plot", "b.plot", "inner.m", null]) },
    { kind: "setParameter", ...chain, param, value: one(roll, [value, null, 50]) },
    { kind: "setAutomation", ...chain, param, points: [{ atSeconds: 0, value, curve: "hold" }] },
    { kind: "setParameter", ...any, param: "gainDb", value },
    { kind: "setBypassed", ...chain, bypassed: roll(2) === 0 },
    { kind: "removeNode", ...any },
    { kind: "connect", graph, from: `${any.node}.main`, to: one(roll, [...keysIn(mix, graph), "none/none.key"]) },
    {
      kind: "disconnect",
      graph,
      ...one(roll, [...mix.graphs[graph]!.connections, { from: "a.main", to: "none.key" }]),
    },
    { kind: "renameNode", ...any, id: one(roll, ["x", "toString", "a"]) },
    () => history.gesture(() => duplicateLinked(mix, chain, history.do.bind(history))),
  ];
  const chosen = one(roll, commands);
  if (typeof chosen === "function") chosen();
  else history.do(chosen);
}

/** What the live player does to a plan that runs: numbers move in it, anything else is another plan. */
function follow(running: RenderPlan, wanted: RenderPlan): RenderPlan {
  const change = comparePlans(running, wanted, toyRegistry);
  if (change.kind === "structure") return structuredClone(wanted);
  for (const moved of change.kind === "values" ? change.values : []) {
    const step = running.jobs[moved.job]!.steps[moved.step]!;
    if ("parameter" in moved && step.kind === "process") (step.kernelValues as number[])[moved.parameter] = moved.value;
    if ("gains" in moved && step.kind === "mix") {
      Object.assign(step.inputs[moved.input]!, { gainLeft: moved.gains[0], gainRight: moved.gains[1] });
    }
  }
  return running;
}

/** A plan as it is heard: what a parameter stood at before its automation began is not. */
function heardPlan(plan: RenderPlan): string {
  return JSON.stringify(plan, (key, value: unknown) => {
    if (key === "values") return undefined;
    if (typeof value !== "object" || value === null || !("kernelValues" in value) || !("automation" in value))
      return value;
    const { kernelValues, automation } = value as { kernelValues: number[]; automation: { parameter: number }[] };
    const moved = new Set(automation.map(({ parameter }) => parameter));
    return { ...value, kernelValues: kernelValues.map((number, index) => (moved.has(index) ? 0 : number)) };
  });
}

const fromText = (mix: MixDocument): MixDocument => parseMix(serialiseMix(mix), "text").document;

test("a thousand sequences of edits of chains in chains can be undone and done again, and the player follows each", () => {
  const done = new Map<string, number>();
  for (let seed = 0; seed < SEQUENCES; seed++) {
    const roll = dice(seed);
    const start = nestedMix(roll);
    const history = new History(start, toyRegistry);
    let running = compile(start, toyRegistry);
    for (let step = 0; step < STEPS; step++) {
      const before = history.document;
      try {
        edit(history, roll);
        done.set("done", (done.get("done") ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof TwobusError)) throw error;
        const { code } = error.problems[0]!;
        done.set(code, (done.get(code) ?? 0) + 1);
        expect(history.document).toBe(before);
        continue;
      }
      if (history.document === before) continue;
      expect(validateMix(history.document, toyRegistry).problems, `seed ${seed}`).toEqual([]);
      const afresh = compile(history.document, toyRegistry);
      running = follow(running, afresh);
      expect(heardPlan(running), `seed ${seed}`).toBe(heardPlan(afresh));
    }
    const end = history.document;
    expect(heardPlan(compile(fromText(end), toyRegistry))).toBe(heardPlan(compile(end, toyRegistry)));
    while (history.canUndo) history.undo();
    expect(history.document).toEqual(start);
    while (history.canRedo) history.redo();
    expect(history.document).toEqual(end);
  }
  // The sequences would prove nothing if hardly anything in them were legal.
  expect(done.get("done")).toBeGreaterThan(SEQUENCES * 2);
});
