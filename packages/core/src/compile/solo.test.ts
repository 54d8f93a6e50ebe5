import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { compile } from "./compile.ts";
import type { RenderPlan } from "./plan.ts";

/** Ids of what runs, and what each sum hears. */
const running = ({ jobs }: RenderPlan): string[] => jobs.map(({ name }) => name);

test("a track alone: what it goes through runs, its neighbours do not", () => {
  const mix = toyMix();
  const plan = compile(mix, toyRegistry, { solo: ["kick"] });
  expect(running(plan)).toContain("kick");
  expect(running(plan)).toContain("drums");
  expect(running(plan)).not.toContain("snare");
  expect(running(compile(mix, toyRegistry))).toContain("snare");
});

test("a bus alone: its tracks feed it, and go nowhere else", () => {
  const mix = toyMix();
  mix.graphs[mix.root]!.connections.push({ from: "kick.main", to: "stereo.main" });
  const plan = compile(mix, toyRegistry, { solo: ["drums"] });
  expect(running(plan)).toEqual(expect.arrayContaining(["kick", "snare", "drums"]));
  const sums = plan.jobs.flatMap(({ steps }) => steps.filter((step) => step.kind === "mix"));
  expect(sums.find(({ address }) => address.startsWith("stereo/"))?.inputs ?? []).toHaveLength(0);
});

test("keys go on steering", () => {
  const mix = toyMix();
  const keyed = mix.graphs[mix.root]!.connections.filter(({ to }) => !to.endsWith(".main"));
  expect(keyed.length).toBeGreaterThan(0);
  for (const { from, to } of keyed) {
    const plan = compile(mix, toyRegistry, { solo: [to.split(".")[0]!] });
    expect(running(plan)).toContain(from.split(".")[0]!);
  }
});

test("nothing gets earlier or later, and nobody chosen is everybody", () => {
  const mix = toyMix();
  const { latencySamples } = compile(mix, toyRegistry);
  expect(compile(mix, toyRegistry, { solo: ["snare"] }).latencySamples).toBe(latencySamples);
  expect(compile(mix, toyRegistry, { solo: [] })).toEqual(compile(mix, toyRegistry));
});
