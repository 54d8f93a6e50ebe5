import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/recordings.ts";
import { twobusInside } from "./support/twobus.ts";

// What a card's picture shows, read back from its lines by the numbers that stand at its axes.

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The plots of a drawing by their titles, each as its elements. */
function plotsOf(drawing: string): ReadonlyMap<string, string> {
  const groups = drawing.split("<g ").filter((part) => part.includes('class="plot-title"'));
  return new Map(groups.map((group) => [/class="plot-title"[^>]*>([^<]*)</.exec(group)![1]!, group]));
}

const placesOf = (path: string): Place[] =>
  path
    .slice(1)
    .split("L")
    .map((pair) => pair.split(" ").map(Number))
    .map(([x, y]) => ({ x: x!, y: y! }));

/** The numbers at the axes with the places of their grid lines: along x, along y. */
function ticksOf(plot: string): readonly [x: readonly Place[], y: readonly Place[]] {
  const numbers = [...plot.matchAll(/class="tick"[^>]*text-anchor="(middle|end)"[^>]*>([−\d.k]+)</g)];
  const valueOf = (text: string): number => Number(text.replace("−", "-").replace("k", "e3"));
  const along = (anchor: string, lines: RegExp): Place[] => {
    const places = [...plot.matchAll(lines)].map(([, place]) => Number(place));
    const values = numbers.filter(([, at]) => at === anchor).map(([, , text]) => valueOf(text!));
    return values.map((y, index) => ({ x: places[index]!, y }));
  };
  return [along("middle", /class="grid" d="M([\d.]+) [\d.]+V/g), along("end", /class="grid" d="M[\d.]+ ([\d.]+)H/g)];
}

/** From a place on an axis to what it stands for, by the first and the last of the numbers there. */
function reader(ticks: readonly Place[], isLogarithmic: boolean): (place: number) => number {
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  return (place) => {
    const way = (place - first.x) / (last.x - first.x);
    return isLogarithmic ? first.y * (last.y / first.y) ** way : first.y + way * (last.y - first.y);
  };
}

async function drawn(title: RegExp, isLogarithmic: boolean, ...words: string[]): Promise<Place[]> {
  const folder = await temporaryFolder();
  const { code } = await twobusInside(folder, "card", ...words, "-o", "card.svg");
  expect(code).toBe(0);
  const plots = plotsOf(await readFile(join(folder, "card.svg"), "utf8"));
  const plot = [...plots].find(([name]) => title.test(name))![1];
  const [xTicks, yTicks] = ticksOf(plot);
  const [atX, atY] = [reader(xTicks, isLogarithmic), reader(yTicks, false)];
  const [path] = [...plot.matchAll(/class="curve" stroke="#e69f00"[^>]* d="([^"]+)"/g)].map(([, d]) => d!);
  return placesOf(path!).map(({ x, y }) => ({ x: atX(x), y: atY(y) }));
}

/** 20·log10 |(s² + s·A/Q + 1) / (s² + s/(A·Q) + 1)| at s = j·f/f0, A = 10^(G/40). */
function bellDb(hz: number, centreHz: number, gainDb: number, q: number): number {
  const [w, a] = [hz / centreHz, 10 ** (gainDb / 40)];
  const size = (damping: number): number => Math.hypot(1 - w * w, w * damping);
  return 20 * Math.log10(size(a / q) / size(1 / (a * q)));
}

test("the curve of a bell is drawn where the analogue bell runs", async () => {
  const bell = ["band1Shape=bell", "band1FrequencyHz=1000", "band1GainDb=9", "band1Q=2"];
  const curve = await drawn(/^Small signals/, true, "parametricEq", "--set", ...bell);
  expect(curve.length).toBeGreaterThan(100);
  expect(curve[0]!.x).toBeCloseTo(20, 1);
  expect(curve.at(-1)!.x / 20_000).toBeCloseTo(1, 2);
  expect(Math.max(...curve.map(({ y }) => y))).toBeGreaterThan(8.9);
  // A tenth of a pixel is 0.2 % of a frequency and 0.01 dB: 0.06 dB on the steepest of this bell
  for (const { x, y } of curve) expect(Math.abs(y - bellDb(x, 1000, 9, 2)), `${x} Hz`).toBeLessThan(0.06);
});

test("the curve of a compressor without a knee is drawn where its ratio says", async () => {
  const settings = ["thresholdDb=-24", "ratio=4", "kneeDb=0"];
  const curve = await drawn(/^Level in and out/, false, "digitalCompressor", "--set", ...settings);
  const held = curve.filter(({ y }) => y > -59);
  expect(held.length).toBeGreaterThan(25);
  for (const { x, y } of held) {
    const wanted = x < -24 ? x : -24 + (x + 24) / 4;
    expect(Math.abs(y - wanted), `${x} dBFS`).toBeLessThan(0.15);
  }
});
