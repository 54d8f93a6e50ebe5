import { readFile } from "node:fs/promises";
import { compileModules, type MixDocument, type NodeRecord } from "@twobus/core";
import { createMixPlayer, type Signals } from "@twobus/core/laws";
import { decibelsToGain } from "@twobus/dsp";
import { expect, test } from "vitest";
import { cable, chain, graph, mix, node, registry } from "./support/mixes.ts";
import { drums, noise } from "./support/signals.ts";

// What a node makes different, listened to by itself: its output less its input, in time.

const FRAMES = 12_000;
const modules = await compileModules(registry, readFile, false);
const [hit, hiss] = [Float64Array.from(drums(FRAMES, 1)), Float64Array.from(noise(FRAMES, 7, 0.1))];
const signals: Signals = { a: [hit, hit], b: [hiss, hiss] };

type Listening = Parameters<typeof createMixPlayer>[5];

/** The left side of what is listened to, from where the sources start. */
async function heard(document: MixDocument, listening: Listening = {}): Promise<Float64Array> {
  const player = await createMixPlayer(document, registry, modules, 1, [], listening);
  const { latencySamples } = player.plan;
  return player.play(FRAMES + latencySamples, signals)[0].subarray(latencySamples);
}
const loudest = (signal: Float64Array): number => Math.max(...signal.map(Math.abs));

/** One track through a bus whose chain holds a node, with something that takes time after it. */
function through(subject: NodeRecord, busIsBypassed = false): MixDocument {
  return mix(
    { a: { file: "a.wav", frames: FRAMES }, b: { file: "b.wav", frames: FRAMES } },
    {
      mix: graph(
        {
          a: node("track", { faderDb: -3 }, { source: "a" }),
          b: node("track", {}, { source: "b" }),
          bus: node("bus", {}, { graph: "bus-chain", ...(busIsBypassed && { bypassed: true }) }),
          master: node("bus", { faderDb: 5 }, { graph: "late" }),
        },
        [cable("a", "bus"), cable("b", "master"), cable("bus", "master"), cable("master", "out")],
      ),
      "bus-chain": chain({ first: node("gain", { gainDb: 2 }), subject }),
      late: chain({ late: latent() }),
    },
  );
}
/** It looks ahead and changes nothing: its ratio is 1. */
const latent = (rest: Partial<NodeRecord> = {}): NodeRecord =>
  node("digitalCompressor", { thresholdDb: 0, ratio: 1, lookAheadMs: 7 }, rest);
const louder = (rest: Partial<NodeRecord> = {}): NodeRecord => node("gain", { gainDb: -6 }, rest);

test("of a node that is bypassed, or that changes nothing however late it is, nothing is heard at all", async () => {
  for (const subject of [latent(), latent({ bypassed: true }), louder({ bypassed: true })]) {
    const document = through(subject);
    expect(loudest(await heard(document))).toBeGreaterThan(0.1);
    expect(loudest(await heard(document, { difference: "bus/subject" }))).toBe(0);
  }
  expect(loudest(await heard(through(louder(), true), { difference: "bus" }))).toBe(0);
  expect(loudest(await heard(through(louder()), { difference: "a" }))).toBe(0);
});

test("of −6 dB half of what arrives is heard, inverted, to the bit, wherever the fader after it stands", async () => {
  const difference = await heard(through(louder()), { difference: "bus/subject" });
  const arriving = hit.map((x) => x * decibelsToGain(-3) * decibelsToGain(2));
  const gain = decibelsToGain(-6);
  expect(gain).toBeCloseTo(0.5, 2);
  expect(loudest(difference)).toBeGreaterThan(0.1);
  expect([...difference]).toEqual([...arriving].map((x) => x * gain - x));
});

test("a strip is its chain, and nothing of the mix is earlier or later", async () => {
  const document = through(louder());
  const whole = await heard(document, { difference: "bus" });
  const arriving = hit.map((x) => x * decibelsToGain(-3));
  const through2 = arriving.map((x) => x * decibelsToGain(2) * decibelsToGain(-6));
  whole.forEach((x, n) => expect(Math.abs(x - (through2[n]! - arriving[n]!))).toBeLessThan(1e-15));
  const latencyOf = async (listening: Listening): Promise<number> =>
    (await createMixPlayer(document, registry, modules, 1, [], listening)).plan.latencySamples;
  const latency = await latencyOf({});
  expect(latency).toBe(336);
  for (const difference of ["bus", "bus/subject", "a", "nobody"]) expect(await latencyOf({ difference })).toBe(latency);
});

test("of a compressor it is what bypassing it takes away, its key fed and whatever is soloed; of nobody it is the mix", async () => {
  const keyed = (bypassed: boolean): MixDocument => {
    const glue = node("glueCompressor", { thresholdDb: -30, ratio: "10" }, bypassed ? { bypassed } : {});
    return mix(
      { a: { file: "a.wav", frames: FRAMES }, b: { file: "b.wav", frames: FRAMES } },
      {
        mix: graph({ a: node("track", {}, { source: "a" }), b: node("track", {}, { source: "b" }), glue }, [
          cable("b", "glue"),
          cable("a", "glue.key"),
          cable("glue", "out"),
        ]),
      },
    );
  };
  const [wet, dry] = [await heard(keyed(false)), await heard(keyed(true))];
  const difference = await heard(keyed(false), { difference: "glue", solo: ["a"] });
  expect(loudest(difference)).toBeGreaterThan(0.01);
  difference.forEach((x, n) => expect(x).toBe(wet[n]! - dry[n]!));
  expect(await heard(keyed(false), { difference: "nobody" })).toEqual(wet);
});
