import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Card } from "@twobus/measure";
import { expect, test } from "vitest";
import type { NodeCost } from "@twobus/measure";
import { temporaryFolder } from "./support/recordings.ts";
import { twobusInside } from "./support/twobus.ts";

async function cardsOf(...words: string[]): Promise<Card[]> {
  const { stdout, code } = await twobusInside(process.cwd(), "card", ...words, "--json");
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { cards: Card[] }).cards;
}

test("a compressor's card shows its own law and times", async () => {
  const [card] = await cardsOf(
    "digitalCompressor",
    "--set",
    "thresholdDb=-24",
    "ratio=4",
    "kneeDb=0",
    "attackMs=10",
    "releaseMs=100",
  );
  const levelAt = (x: number): number => card!.transfer.find((point) => point.x === x)!.y;
  expect(levelAt(-36)).toBeCloseTo(-36, 2);
  expect(levelAt(-12)).toBeCloseTo(-24 + 12 / 4, 1);
  expect(levelAt(0)).toBeCloseTo(-24 + 24 / 4, 1);
  const gainAt = (ms: number): number => card!.step.find((point) => point.x >= ms)!.y;
  expect(gainAt(-20)).toBeCloseTo(0, 1);
  expect(gainAt(400)).toBeCloseTo(-13.5, 0);
  expect(gainAt(950)).toBeGreaterThan(-0.5);
  expect(card!.linkDb).toBeLessThan(-12);
});

test("a saturator's card shows its harmonics, an equaliser's its curve", async () => {
  const [tube] = await cardsOf("tubeSaturator", "--set", "driveDb=12");
  expect(tube!.harmonics[1]!.thdPercent).toBeGreaterThan(1);
  const bell = ["band1Shape=bell", "band1FrequencyHz=1000", "band1GainDb=6", "band1Q=1"];
  const [eq] = await cardsOf("parametricEq", "--set", ...bell);
  expect(Math.max(...eq!.response.map(({ y }) => y))).toBeCloseTo(6, 1);
  expect(eq!.harmonics[2]!.thdPercent).toBeLessThan(1e-6);
});

test("phase runs on through whole turns, and latency is no part of it", async () => {
  const [rotator, linear] = await cardsOf("phaseRotator", "linearPhaseEq");
  const tangent = (hz: number): number => Math.tan((Math.PI * hz) / 48000) / Math.tan((Math.PI * 200) / 48000);
  expect(rotator!.phase.length).toBe(121);
  for (const { x, y } of rotator!.phase) {
    const w = tangent(x);
    const section = Math.atan2(w / 0.7, 1 - w * w); // half the way that one section turns
    expect(Math.abs(y + (4 * 2 * section * 180) / Math.PI)).toBeLessThan(0.01);
  }
  expect(linear!.latencySamples).toBeGreaterThan(1000);
  for (const { y } of linear!.phase) expect(Math.abs(y)).toBeLessThan(0.01);
});

test("distortion over level is that of the harmonics", async () => {
  const [tube] = await cardsOf("tubeSaturator", "--set", "driveDb=12");
  for (const { peakDbfs, thdPercent } of tube!.harmonics) {
    const point = tube!.distortion.find(({ x }) => x === peakDbfs)!;
    expect(point.y).toBeCloseTo(20 * Math.log10(thdPercent / 100), 9);
  }
});

test("what it costs here is told beside the card", async () => {
  const { stdout } = await twobusInside(process.cwd(), "card", "gain", "--json");
  const [{ cost }] = (JSON.parse(stdout) as { cards: [{ cost: NodeCost }] }).cards;
  expect(cost.nanosecondsPerFrame).toBeGreaterThan(0);
  expect(cost.tracksInRealTime).toBe(Math.floor(1e9 / 48000 / cost.nanosecondsPerFrame));
});

test("two cards are drawn over each other, the same way each time", async () => {
  const folder = await temporaryFolder();
  const draw = async (name: string): Promise<string> => {
    const { code } = await twobusInside(folder, "card", "glueCompressor", "digitalCompressor", "-o", name);
    expect(code).toBe(0);
    return readFile(join(folder, name), "utf8");
  };
  const drawing = await draw("one.svg");
  expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
  expect(await draw("two.svg")).toBe(drawing);
});

test.each([
  [["nothing"], /no such node/],
  [["gain", "--set", "gainDb=900"], /gainDb/],
  [["gain", "--set", "driveDb=1"], /driveDb/],
  [["track"], /main to main/],
  [["testSignal"], /sound of its own/],
  [["gain", "gain", "gain"], /two nodes/],
])("card %j is refused", async (words, said) => {
  const { code, stderr } = await twobusInside(process.cwd(), "card", ...words);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
});
