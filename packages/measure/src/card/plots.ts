import type { Card, EqualReduction, Point } from "./card.ts";
import { HIGH_MS } from "./step.ts";
import type { Axis, Curve, Plot } from "./plot.ts";

/** One hue per card: orange, blue, green and purple of Okabe and Ito, apart for colour-blind eyes. */
export const CARD_COLOURS: readonly string[] = ["#e69f00", "#56b4e9", "#009e73", "#cc79a7"];

const FREQUENCIES: Axis = { min: 20, max: 20_000, ticks: [20, 100, 1000, 10_000], label: "Hz", isLogarithmic: true };
const HARMONIC_LEVELS: Axis = { min: -140, max: 0, ticks: [-120, -90, -60, -30, 0], label: "dB below the tone" };
const LEVELS: Axis = { min: -60, max: 6, ticks: [-60, -48, -36, -24, -12, 0], label: "in, dBFS" };
const HARMONIC_ORDERS: Axis = { min: 1.5, max: 7.5, ticks: [2, 3, 4, 5, 6, 7], label: "harmonic" };
const ABOUT_LEVELS: Axis = { min: -24, max: 8, ticks: [-24, -18, -12, -6, 0, 6], label: "in, dB about it" };
const CROSSING: Axis = { min: -96, max: 12, ticks: [-96, -72, -48, -24, 0], label: "dB" };
const AFTER_ATTACK: Axis = { min: 0.08, max: 500, ticks: [0.1, 1, 10, 100], label: "ms after it", isLogarithmic: true };
const AFTER_RELEASE: Axis = {
  min: 0.08,
  max: 2000,
  ticks: [0.1, 1, 10, 100, 1000],
  label: "ms after it",
  isLogarithmic: true,
};

/** What goes in comes out. */
const WIRE: Curve = {
  points: [
    { x: -60, y: -60 },
    { x: 6, y: 6 },
  ],
  colour: "#6d7580",
  isDashed: true,
};

/** All curves of a card, or of a few laid over each other. */
export function plotsOf(shown: readonly Card[]): readonly Plot[] {
  const curves = (pointsOf: (card: Card) => readonly Point[], isDashed = false): Curve[] =>
    shown.map((card, index) => ({ points: pointsOf(card), colour: CARD_COLOURS[index]!, isDashed }));
  const attacks = curves(({ step }) => step.filter(({ x }) => x > 0 && x < HIGH_MS));
  const releases = curves(({ step }) => step.filter(({ x }) => x > HIGH_MS).map(({ x, y }) => ({ x: x - HIGH_MS, y })));
  const gains = gainAxis([...attacks, ...releases]);
  const responses = [...curves(({ stereo }) => stereo.mid.left), ...curves(({ stereo }) => stereo.mid.right, true)];
  const middles = [...curves(({ stereo }) => stereo.mid.mid), ...curves(({ stereo }) => stereo.side.side, true)];
  const lefts = [...curves(({ stereo }) => stereo.left.left), ...curves(({ stereo }) => stereo.left.right, true)];
  const level: Plot = {
    title: "Level in and out, 1 kHz",
    x: LEVELS,
    y: { ...LEVELS, label: "out, dBFS" },
    curves: [WIRE, ...curves(({ transfer }) => transfer)],
  };
  const smallSignals: readonly Plot[] = [
    { title: "Small signals, left out; dashed: right out", x: FREQUENCIES, y: levelAxis(responses), curves: responses },
    {
      title: "Phase of small signals, latency taken off",
      x: FREQUENCIES,
      y: degreeAxis(shown),
      curves: curves(({ phase }) => phase),
    },
  ];
  const stereo: readonly Plot[] = [
    { title: "Left in, left out; dashed: left in, right out", x: FREQUENCIES, y: CROSSING, curves: lefts },
    { title: "Mid in, mid out; dashed: side in, side out", x: FREQUENCIES, y: levelAxis(middles), curves: middles },
  ];
  if (shown.every(isStraight)) return [level, ...smallSignals, ...stereo];
  return [
    level,
    {
      title: "Harmonics of 1 kHz together, by level",
      x: LEVELS,
      y: HARMONIC_LEVELS,
      curves: curves(({ distortion }) => distortion),
    },
    { title: "A step from −40 to −6 dBFS, 6 kHz: gain", x: AFTER_ATTACK, y: gains, curves: attacks },
    { title: "The step back to −40 dBFS: gain", x: AFTER_RELEASE, y: gains, curves: releases },
    ...smallSignals,
    {
      title: "Harmonics of 1 kHz at −6 dBFS",
      x: HARMONIC_ORDERS,
      y: HARMONIC_LEVELS,
      curves: shown.flatMap(harmonicBars),
    },
    {
      title: "Harmonics at −6 dBFS, by the tone",
      x: FREQUENCIES,
      y: HARMONIC_LEVELS,
      curves: curves(({ distortionByFrequency }) => distortionByFrequency),
    },
    ...equalReductionPlots(shown),
    ...stereo,
  ];
}

/** Compressors that all reduce by the same: what is left is how. Nothing where there is none. */
function equalReductionPlots(shown: readonly Card[]): Plot[] {
  if (shown.every(({ equalReduction }) => equalReduction === undefined)) return [];
  const curves = (pointsOf: (equal: EqualReduction) => readonly Point[], isDashed = false): Curve[] =>
    shown.flatMap(({ equalReduction }, index) =>
      equalReduction === undefined
        ? []
        : [{ points: pointsOf(equalReduction), colour: CARD_COLOURS[index]!, isDashed }],
    );
  const [attacks, levels] = [curves(({ attack }) => attack), curves(({ byLevel }) => byLevel)];
  const frequencies = curves(({ byFrequency }) => byFrequency);
  const releases = [...curves(({ release }) => release), ...curves(({ shortRelease }) => shortRelease, true)];
  return [
    { title: "Into 6 dB of reduction, 6 kHz", x: AFTER_ATTACK, y: gainAxis(attacks), curves: attacks },
    { title: "Out of it, after 1 s; dashed: after 30 ms", x: AFTER_RELEASE, y: gainAxis(releases), curves: releases },
    { title: "Reduction by the tone, 6 dB at 1 kHz", x: FREQUENCIES, y: gainAxis(frequencies), curves: frequencies },
    { title: "Reduction about these 6 dB, 1 kHz", x: ABOUT_LEVELS, y: gainAxis(levels), curves: levels },
    {
      title: "Harmonics of 100 Hz, so driven",
      x: HARMONIC_ORDERS,
      y: HARMONIC_LEVELS,
      curves: shown.flatMap(({ equalReduction }, index) => bars(equalReduction?.bassHarmonicsDb ?? [], index, shown)),
    },
    {
      title: "Harmonics by the tone, so driven",
      x: FREQUENCIES,
      y: HARMONIC_LEVELS,
      curves: curves(({ distortionByFrequency }) => distortionByFrequency),
    },
  ];
}

/** Whether it has neither harmonics that go with the level nor a gain that does: curves of these would say nothing. */
function isStraight({ distortion, reaction }: Card): boolean {
  const heights = distortion.map(({ y }) => Math.max(y, HARMONIC_LEVELS.min));
  return reaction === undefined && Math.max(...heights) - Math.min(...heights) < 1;
}

const harmonicBars = ({ harmonics }: Card, index: number, shown: readonly Card[]): Curve[] =>
  bars(harmonics[1]!.levelsDb, index, shown);

function bars(levelsDb: readonly number[], index: number, { length }: readonly Card[]): Curve[] {
  return levelsDb.map((y, order) => {
    const x = order + 2 + 0.12 * (2 * index - (length - 1));
    return {
      points: [
        { x, y: HARMONIC_LEVELS.min },
        { x, y },
      ],
      colour: CARD_COLOURS[index]!,
    };
  });
}

/** The least of these that holds what a curve reaches; beyond the last one it runs along the edge. */
const reachFor = (farthest: number, reaches: readonly number[]): number =>
  reaches.find((reach) => reach >= farthest) ?? reaches.at(-1)!;

const heightsOf = (curves: readonly Curve[]): number[] => curves.flatMap(({ points }) => points.map(({ y }) => y));

/** Around 0 dB. What hardly comes through runs along the edge, and does not flatten all else. */
function levelAxis(curves: readonly Curve[]): Axis {
  const reach = reachFor(Math.max(...heightsOf(curves).map(Math.abs)), [3, 6, 12, 18]);
  return axis(-reach, reach, reach / 3, "dB");
}

/** As far down and up as the gains go. */
function gainAxis(curves: readonly Curve[]): Axis {
  const heights = heightsOf(curves);
  const down = reachFor(-Math.min(...heights), [3, 6, 12, 18, 24, 36, 48]);
  const up = reachFor(Math.max(...heights), [3, 6, 12, 18, 24]);
  return axis(-down, up, down + up <= 15 ? 3 : down + up <= 36 ? 6 : 12, "dB");
}

function degreeAxis(cards: readonly Card[]): Axis {
  const widest = Math.max(...cards.flatMap(({ phase }) => phase.map(({ y }) => Math.abs(y))));
  const reach = reachFor(widest, [90, 180, 360, 720, 1440]);
  return axis(-reach, reach, reach / 2, "degrees");
}

/** With a tick at every whole multiple of a step. */
function axis(min: number, max: number, step: number, label: string): Axis {
  const [first, last] = [Math.ceil(min / step), Math.floor(max / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { min, max, ticks, label };
}
