import { expect, test } from "vitest";
import { rendererWith } from "../test/harness.ts";
import { mixOf } from "../test/mix.ts";

test("figures of nodes: their latency, and what they cost here", async () => {
  const renderer = await rendererWith();
  const figures = await renderer.figures(["compressor", "saturator", "limiter", "nobody"]);
  expect(Object.keys(figures)).toEqual(["compressor", "saturator", "limiter"]);
  expect(figures["compressor"]!.latencySamples).toBe(96); // looks 2 ms ahead at 48 kHz
  expect(figures["limiter"]!.latencySamples).toBeGreaterThan(0);
  const { latencySamples } = await renderer.update(mixOf());
  const sum = Object.values(figures).reduce((all, node) => all + node.latencySamples, 0);
  expect(sum).toBe(latencySamples); // one after the other, and nothing else is late
  for (const { nanosecondsPerFrame, coreShare } of Object.values(figures)) {
    expect(nanosecondsPerFrame).toBeGreaterThan(0);
    expect(coreShare).toBeCloseTo(nanosecondsPerFrame * 48e-6, 12);
  }
});

test("figures that are no longer wanted are not waited for", async () => {
  const renderer = await rendererWith();
  const leaving = new AbortController();
  const asked = renderer.figures(["compressor", "saturator", "limiter"], leaving.signal);
  leaving.abort(new Error("another mix"));
  await expect(asked).rejects.toThrow("another mix");
});
