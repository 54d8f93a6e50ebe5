// The behaviour of a transient shaper, with the limits that the reference sheet sets (section E.3).

import { expect, test } from "vitest";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  rateOf,
  reductionTrace,
  reductionTraces,
  rms,
  runnerOf,
  SAMPLE_RATE,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";

const shaper = await runnerOf("twobus.transientShaper");

/** A drum: 180 Hz and some noise, struck after 10 ms, falling by 8.7 dB in 100 ms. */
function hit(peakDb: number): Float64Array {
  const grain = noise(SAMPLE_RATE / 2, 9);
  return grain.map((sample, i) => {
    const t = i / SAMPLE_RATE - 0.01;
    if (t < 0) return 0;
    const body = Math.cos(2 * Math.PI * 180 * t) + 0.3 * sample * Math.exp(-t / 0.02);
    return 10 ** (peakDb / 20) * Math.exp(-t / 0.1) * body;
  });
}

const AT = 480;
const frames = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000);

/** Level after over level before, of a stretch in milliseconds after the hit. */
function changeDb(values: Record<string, number>, fromMs: number, toMs: number): number {
  const signal = hit(-6);
  const [left] = outputOf(shaper, values, [signal, signal]);
  const cut = (x: Float64Array): Float64Array => x.subarray(AT + frames(fromMs), AT + frames(toMs));
  return decibelsOf(rms(cut(left)) / rms(cut(signal)));
}

test("check 1: with both controls at 0 it changes no bit, in any channel mode", () => {
  const main = programme(12000);
  for (const channelMode of ["stereo", "dualMono", "midSide"])
    expect(outputOf(shaper, { channelMode }, main)).toEqual(main);
});

test.each([
  { attackDb: 15, sustainDb: 0 },
  { attackDb: -15, sustainDb: 24 },
  { attackDb: 8, sustainDb: -24 },
])("check 2: hits at −6 and −36 dBFS get the same gain: %o", (values) => {
  const loud = reductionTrace(shaper, values, hit(-6));
  const quiet = reductionTrace(shaper, values, hit(-36));
  loud.forEach((gainDb, i) => expect(Math.abs(gainDb - quiet[i]!)).toBeLessThan(0.01)); // asked for: 0.3
});

test("check 3: attack +15 raises the first 10 ms by 8 to 15 dB and is over after 150 ms", () => {
  const raised = changeDb({ attackDb: 15 }, 0, 10);
  expect(raised).toBeGreaterThan(8);
  expect(raised).toBeLessThan(15);
  expect(Math.abs(changeDb({ attackDb: 15 }, 140, 160))).toBeLessThan(1);
  expect(changeDb({ attackDb: -15 }, 0, 10)).toBeLessThan(-8);
});

test("check 4: sustain +24 raises what is left after 300 ms by 10 dB and more, and leaves the first 5 ms", () => {
  expect(changeDb({ sustainDb: 24 }, 290, 310)).toBeGreaterThan(10);
  expect(Math.abs(changeDb({ sustainDb: 24 }, 0, 5))).toBeLessThan(1);
  expect(changeDb({ sustainDb: -24 }, 290, 310)).toBeLessThan(-10);
});

test.each([45, 100, 1000, 9000])("check 5: a tone of %d Hz is left alone once it stands", (hz) => {
  for (const [attackDb, sustainDb] of [
    [15, 24],
    [-15, -24],
    [15, -24],
  ]) {
    const trace = reductionTrace(shaper, { attackDb: attackDb!, sustainDb: sustainDb! }, tone(hz, [[-12, 1.2]]));
    const rest = trace.subarray(SAMPLE_RATE).reduce((most, gainDb) => Math.max(most, Math.abs(gainDb)), 0);
    expect(rest).toBeLessThan(0.2);
  }
});

/** The followers' equations, frame by frame, with the host's own logarithm. */
function referenceGainDb(key: Float64Array, attackDb: number, sustainDb: number): Float64Array {
  const [fastRise, slowRise, fastFall, slowFall] = [0.0005, 0.025, 0.03, 0.4].map(rateOf) as [
    number,
    number,
    number,
    number,
  ];
  let [newer, older, fast, riser, faller] = [0, 0, 0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const level = Math.max(newer, older);
    if (i % 600 === 599) [older, newer] = [newer, 0];
    fast += (level > fast ? fastRise : fastFall) * (level - fast);
    riser += (level > riser ? slowRise : fastFall) * (level - riser);
    faller += (level > faller ? fastRise : slowFall) * (level - faller);
    const share = (distanceDb: number, whole: number): number => Math.min(1, Math.max(0, distanceDb / whole));
    const hitShare = share(decibelsOf((fast + 1e-20) / (riser + 1e-20)), 12);
    return attackDb * hitShare + sustainDb * share(decibelsOf((faller + 1e-20) / (fast + 1e-20)), 24);
  });
}

test("it computes what its equations say, and the meter tells the highest gain", () => {
  const key = hit(-6);
  const values = { attackDb: 9, sustainDb: -13 };
  const expected = referenceGainDb(key, 9, -13);
  const trace = reductionTrace(shaper, values, key);
  trace.forEach((lossDb, i) => expect(Math.abs(lossDb + expected[i]!)).toBeLessThan(1e-6));
  const { meters } = shaper.run({ inputs: { main: [key, key] }, values });
  meters["gainDb"]!.forEach((value, quantum) => {
    const highest = Math.max(...expected.subarray(quantum * 128, quantum * 128 + 128));
    expect(Math.abs(value - highest)).toBeLessThan(1e-6);
  });
});

test("not linked, each channel has its own gain", () => {
  const key = [hit(-6), tone(1000, [[-40, 0.5]])] as const;
  const [left, right] = reductionTraces(shaper, { attackDb: 15, linkPercent: 0 }, key);
  expect(left).toEqual(reductionTrace(shaper, { attackDb: 15 }, key[0]));
  expect(right).toEqual(reductionTrace(shaper, { attackDb: 15 }, key[1]));
  const linked = reductionTraces(shaper, { attackDb: 15 }, key);
  expect(linked[1]).toEqual(linked[0]);
});

test("the mix blends the gain", () => {
  const main = programme(12000);
  const [wet] = outputOf(shaper, { attackDb: 12, sustainDb: -10 }, main);
  const [mixed] = outputOf(shaper, { attackDb: 12, sustainDb: -10, mixPercent: 40 }, main);
  const expected = main[0].map((sample, i) => sample + 0.4 * (wet[i]! - sample));
  expect(differenceDb(mixed, expected)).toBeLessThan(-300);
});

test.each([
  ["attackDb", -15, 15],
  ["sustainDb", -24, 24],
  ["outputDb", -24, 24],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(shaper, { attackDb: 6, sustainDb: 6 }, name, from, to)).toBeLessThan(-80);
});

test.each([{ linkPercent: 100 }, { linkPercent: 30 }, { channelMode: "midSide", linkPercent: 0 }])(
  "parts add up to the whole: %o",
  async (values) => {
    const parts = [programme(9000), [noise(9000, 5), noise(9000, 6)] as const];
    const all = { attackDb: 12, sustainDb: -18, ...values };
    expect(await partsAddUp(builtInPack, "twobus.transientShaper", all, parts)).toBeLessThan(-240);
  },
);
