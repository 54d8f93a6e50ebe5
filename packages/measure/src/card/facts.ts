import type { Card, Point, Reaction } from "./card.ts";
import { HIGH_MS } from "./step.ts";

/** Something that a card says in figures. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** What stands in figures below the curves of cards: of each the same facts, in the same order. What is said of none is left out. */
export function factsOf(cards: readonly Card[]): readonly (readonly Fact[])[] {
  const facts = cards.map(allFactsOf);
  return facts.map((own) => own.filter((_, row) => facts.some((each) => each[row]!.text !== NO_REACTION)));
}

function allFactsOf({ latencySamples, harmonics, step, reaction, linkDb, stereo }: Card): readonly Fact[] {
  const { left, right, mid, side } = stereo;
  const moved = (say: (reaction: Reaction) => string): string => (reaction === undefined ? NO_REACTION : say(reaction));
  return [
    { label: "latency", text: `${latencySamples} samples` },
    {
      label: `distortion at ${harmonics.map(({ peakDbfs }) => minus(peakDbfs)).join(", ")} dBFS`,
      text: thdOf(harmonics),
    },
    { label: "step from −40 to −6 dBFS", text: moved(({ depthDb }) => signedDb(depthDb)) },
    { label: "63 % of it after", text: moved(({ attackMs }) => msText(attackMs)) },
    { label: "gain 1, 10, 100 ms into it", text: moved(() => gainsText(step, 0, [1, 10, 100])) },
    {
      label: "63 % given back after",
      text: moved(({ releaseMs }) => (releaseMs === undefined ? LATER : msText(releaseMs))),
    },
    { label: "gain 10, 100, 1000 ms after it", text: moved(() => gainsText(step, HIGH_MS, [10, 100, 1000])) },
    { label: "right, when left gets loud", text: signedDb(linkDb) },
    { label: "left in, 1 kHz: left, right out", text: pairText(left.left, left.right) },
    { label: "right in: left, right out", text: pairText(right.left, right.right) },
    { label: "mid in: left, right out", text: pairText(mid.left, mid.right) },
    { label: "mid in: mid, side out", text: pairText(mid.mid, mid.side) },
    { label: "side in: left, right out", text: pairText(side.left, side.right) },
    { label: "side in: mid, side out", text: pairText(side.mid, side.side) },
  ];
}

/** What a card was measured with: the values that are not the defaults. */
export function settingsText({ values }: Card): string {
  const set = Object.entries(values).map(
    ([name, value]) => `${name} ${typeof value === "number" ? minus(value) : value}`,
  );
  return set.length === 0 ? "its defaults" : set.join(" · ");
}

/** Its name, and the word for its settings. */
export const titleOf = ({ name, example }: Card): string => (example === undefined ? name : `${name}, ${example}`);

function thdOf(harmonics: Card["harmonics"]): string {
  const texts = harmonics.map(({ thdPercent }) => thdText(thdPercent));
  if (new Set(texts).size > 1) return texts.join(", ");
  return texts[0] === NONE ? NONE : `${texts[0]} at any level: movement`;
}

const NONE = "none";
const NO_REACTION = "–";
const LATER = "more than 2 s";

/** Distortion in words: below a ten-thousandth of a percent it is the rounding of doubles. */
const thdText = (percent: number): string =>
  percent < 1e-4 ? NONE : `${percent.toPrecision(percent < 1e-3 ? 1 : 2)} %`;

function gainsText(step: Card["step"], from: number, times: readonly number[]): string {
  return times.map((ms) => signed(nearest(step, from + ms).y)).join(", ") + " dB";
}

/** The first reading is one cycle of the tone. */
const FIRST_READING_MS = 0.1;

function msText(ms: number): string {
  if (ms < FIRST_READING_MS) return "at once";
  return `${ms >= 100 ? ms.toFixed(0) : ms.toPrecision(2)} ms`;
}

/** Below it nothing that could be heard comes through. */
const SILENT_DB = -140;
const HERTZ = 1000;

function pairText(...curves: readonly (readonly Point[])[]): string {
  const levels = curves.map((curve) => nearest(curve, HERTZ).y);
  return levels.map((level) => (level < SILENT_DB ? NONE : signedDb(level))).join(", ");
}

const nearest = (points: readonly Point[], x: number): Point =>
  points.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best));

const signedDb = (decibels: number): string => `${signed(decibels)} dB`;

/** One decimal, and a true sign that no zero has. */
function signed(decibels: number): string {
  const text = decibels.toFixed(1).replace(/^-(?=0\.0$)/, "");
  return `${decibels > 0 && text !== "0.0" ? "+" : ""}${minus(text)}`;
}

const minus = (value: number | string): string => String(value).replace("-", "−");
