import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Card, NodeCost, Point } from "@twobus/measure";
import { expect, test } from "vitest";
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

const heightAt = (curve: readonly Point[], x: number): number =>
  curve.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best)).y;

test.each([0.5, 5, 50])("an attack and a release of %f ms are read as such", async (ms) => {
  const times = [`attackMs=${ms}`, `releaseMs=${ms < 5 ? 5 : ms}`, "thresholdDb=-36", "kneeDb=0"];
  const [card] = await cardsOf("digitalCompressor", "--set", ...times);
  const { depthDb, attackMs, releaseMs } = card!.reaction!;
  expect(depthDb).toBeCloseTo((-30 * 2) / 3, 0);
  expect(Math.abs(attackMs / ms - 1)).toBeLessThan(0.1);
  expect(Math.abs(releaseMs! / Math.max(5, ms) - 1)).toBeLessThan(0.1);
});

test("the three VCA compressors are told apart by what they do at the same attack", async () => {
  const cards = await cardsOf("glueCompressor", "punchCompressor:normal", "digitalCompressor");
  const features: ((card: Card) => number)[] = [
    ({ step, reaction }) => (100 * heightAt(step, 1)) / reaction!.depthDb, // percent of it after a tenth of the attack
    ({ transfer }) => heightAt(transfer, 0),
    ({ distortionByFrequency }) => heightAt(distortionByFrequency, 100),
    ({ reaction }) => 20 * Math.log10(reaction!.releaseMs!),
  ];
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const apart = features.map((feature) => Math.abs(feature(cards[a]!) - feature(cards[b]!)));
    expect(apart.filter((difference) => difference > 3).length, JSON.stringify(apart)).toBeGreaterThanOrEqual(2);
  }
});

test("they are told apart at equal reduction too: by memory, by bass, by what they make of its wave", async () => {
  const [glue, punch, loud, digital] = (await cardsOf("glueCompressor", "punchCompressor", "digitalCompressor")).map(
    (card) => card.equalReduction!,
  );
  const all = [glue!, punch!, loud!, digital!];
  for (const { attack, byFrequency, byLevel } of all) {
    expect(heightAt(attack, 400)).toBeCloseTo(-6, 1);
    expect(heightAt(byFrequency, 1000)).toBeCloseTo(-6, 1);
    expect(heightAt(byLevel, 0)).toBeCloseTo(-6, 1);
  }
  const memories = all.map(({ release, shortRelease }) => heightAt(shortRelease, 300) - heightAt(release, 300));
  expect(memories[0]).toBeGreaterThan(3);
  for (const memory of memories.slice(1)) expect(memory).toBeLessThan(0.2);
  expect(heightAt(loud!.byFrequency, 100)).toBeGreaterThan(-0.5);
  expect(heightAt(loud!.byFrequency, 10000)).toBeLessThan(-13);
  for (const { byFrequency } of [glue!, punch!, digital!]) expect(heightAt(byFrequency, 100)).toBeLessThan(-5);
  const thirds = all.map(({ bassHarmonicsDb }) => bassHarmonicsDb[1]!).toSorted((a, b) => a - b);
  for (const [index, third] of thirds.slice(1).entries()) expect(third - thirds[index]!).toBeGreaterThan(9);
});

test("stereo nodes show what becomes of each part of the image", async () => {
  const [encoder] = await cardsOf("midSideEncoder");
  const { left, mid, side } = encoder!.stereo;
  for (const curve of [left.left, left.right]) expect(heightAt(curve, 1000)).toBeCloseTo(20 * Math.log10(0.5), 6);
  expect(heightAt(mid.left, 1000)).toBeCloseTo(0, 6);
  expect(heightAt(mid.right, 1000)).toBeLessThan(-200);
  expect(heightAt(side.right, 1000)).toBeCloseTo(0, 6);
  const [wide] = await cardsOf("imager", "--set", "widthPercent=200", "monoBelowHz=100");
  expect(heightAt(wide!.stereo.side.side, 5000)).toBeCloseTo(20 * Math.log10(2), 2);
  expect(heightAt(wide!.stereo.side.side, 25)).toBeLessThan(-36);
  for (const { y } of wide!.stereo.mid.mid) expect(y).toBeCloseTo(0, 6);
  const [swapped] = await cardsOf("balance", "--set", "swapChannels=true");
  expect(heightAt(swapped!.stereo.left.left, 1000)).toBeLessThan(-200);
  expect(heightAt(swapped!.stereo.left.right, 1000)).toBeCloseTo(0, 6);
});

// What the checks of the summing characters ask of crosstalk (nodes/src/strips/bus/summing.test.ts)
test("a bus has a card of each character, with its harmonics and its crosstalk", async () => {
  const cards = await cardsOf("bus");
  expect(cards.map(({ example }) => example)).toEqual(["clean", "punchy", "warm", "thick"]);
  const [clean, ...coloured] = cards;
  expect(clean!.harmonics[1]!.thdPercent).toBeLessThan(1e-6);
  for (const [index, [at1k, at10k]] of [
    [-75, -60],
    [-65, -50],
    [-60, -45],
  ].entries()) {
    const { stereo, harmonics } = coloured[index]!;
    expect(Math.abs(heightAt(stereo.left.right, 1000) - at1k!)).toBeLessThan(3);
    expect(Math.abs(heightAt(stereo.left.right, 10_000) - at10k!)).toBeLessThan(3);
    expect(harmonics[1]!.thdPercent).toBeGreaterThan(
      index === 0 ? 0.01 : coloured[index - 1]!.harmonics[1]!.thdPercent,
    );
  }
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
  for (const fact of ["right, when left gets loud", "mid in: mid, side out", "Measured with its defaults"])
    expect(drawing).toContain(fact);
  expect(await draw("two.svg")).toBe(drawing);
});

test.each([
  [["nothing"], /no such node/],
  [["gain", "--set", "gainDb=900"], /gainDb/],
  [["glueCompressor", "--set", "ratio=5"], /glueCompressor\.ratio: must be one of 2:1, 4:1, 10:1, not "5"/],
  [["gain", "--set", "driveDb=1"], /driveDb/],
  [["bus:hot"], /bus:hot: there is no such example; there are clean, punchy, warm, thick/],
  [["imager:widened:x"], /imager:widened:x: there is no such example; there are widened/],
  [["chain:drum-bus"], /chain:drum-bus: cards are measured from single nodes; twobus chain show/],
  [[""], /there is no such node; twobus describe lists them/],
  [["gain", "--set", "gainDb"], /--set: "gainDb" must be name=value/],
  [["gain", "--set", "=3"], /--set: "=3" must be name=value/],
  [["gain", "--set", "gainDb=3=4"], /gainDb: must be a number from -96 to 24, not "3=4"/],
  [["track"], /main to main/],
  [["testSignal"], /sound of its own/],
  [["gain", "gain", "gain", "gain", "gain"], /4 cards at most/],
  [["bus", "gain"], /4 cards at most/],
])("card %j is refused", async (words, said) => {
  const { code, stderr } = await twobusInside(process.cwd(), "card", ...words);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
});
