import { element, escapeText } from "@twobus/core";
import { thdText, type Card, type Point } from "./measure-card.ts";
import { drawPlot, PLOT_HEIGHT, PLOT_WIDTH, type Axis, type Plot } from "./plot.ts";

/** One hue per card: orange and blue of Okabe and Ito, apart for colour-blind eyes. */
const COLOURS = ["#e69f00", "#56b4e9"];
const IDEAL = "#6d7580";
const MARGIN = 20;
const HEADER = 76;
const WIDTH = 2 * PLOT_WIDTH + 3 * MARGIN;
const HEIGHT = HEADER + 3 * PLOT_HEIGHT + 2 * MARGIN;

const STYLE =
  ".twobus-card text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;fill:#e8ebf0}" +
  ".twobus-card .ground{fill:#14171c;stroke:#2a303a}.twobus-card .grid{stroke:#2a303a;fill:none}" +
  ".twobus-card .tick,.twobus-card .words{font-size:11px;fill:#a3acb9}.twobus-card .plot-title{font-size:12px;font-weight:600}" +
  ".twobus-card .name{font-size:18px;font-weight:600}.twobus-card .summary{font-size:13px}" +
  ".twobus-card .curve{fill:none;stroke-width:2;stroke-linejoin:round}";

const FREQUENCIES: Axis = { min: 20, max: 20_000, ticks: [20, 100, 1000, 10_000], label: "Hz", isLogarithmic: true };
const HARMONIC_LEVELS: Axis = { min: -140, max: 0, ticks: [-120, -90, -60, -30, 0], label: "dB below the tone" };
const LEVELS: Axis = { min: -60, max: 6, ticks: [-60, -48, -36, -24, -12, 0], label: "in, dBFS" };

/** One card, or two laid over each other, as SVG. */
export function drawCards(shown: readonly Card[]): string {
  const plots: readonly Plot[] = [
    {
      title: "Level in and out, 1 kHz",
      x: LEVELS,
      y: { ...LEVELS, label: "out, dBFS" },
      curves: [
        {
          points: [
            { x: -60, y: -60 },
            { x: 6, y: 6 },
          ],
          colour: IDEAL,
          isDashed: true,
        },
        ...curvesOf(shown, ({ transfer }) => transfer),
      ],
    },
    {
      title: "Small signals",
      x: FREQUENCIES,
      y: { min: -18, max: 18, ticks: [-18, -12, -6, 0, 6, 12, 18], label: "dB" },
      curves: curvesOf(shown, ({ response }) => response),
    },
    {
      title: "Phase of small signals, latency taken off",
      x: FREQUENCIES,
      y: degreesFor(shown),
      curves: curvesOf(shown, ({ phase }) => phase),
    },
    {
      title: "Harmonics of 1 kHz at −6 dBFS",
      x: { min: 1.5, max: 7.5, ticks: [2, 3, 4, 5, 6, 7], label: "harmonic" },
      y: HARMONIC_LEVELS,
      curves: shown.flatMap((card, index) =>
        card.harmonics[1]!.levelsDb.map((y, order) => {
          const x = order + 2 + 0.12 * (2 * index - (shown.length - 1));
          return {
            points: [
              { x, y: -140 },
              { x, y },
            ],
            colour: COLOURS[index]!,
          };
        }),
      ),
    },
    {
      title: "Harmonics 2 to 7 of 1 kHz together, by level",
      x: LEVELS,
      y: HARMONIC_LEVELS,
      curves: curvesOf(shown, ({ distortion }) => distortion),
    },
    {
      title: "Gain over a step from −40 to −6 dBFS and back",
      x: { min: -50, max: 1000, ticks: [0, 250, 500, 750, 1000], label: "ms" },
      y: { min: -30, max: 12, ticks: [-24, -18, -12, -6, 0, 6, 12], label: "dB" },
      curves: curvesOf(shown, ({ step }) => step),
    },
  ];
  const drawn = plots.map((plot, index) => {
    const x = MARGIN + (index % 2) * (PLOT_WIDTH + MARGIN);
    const y = HEADER + Math.floor(index / 2) * (PLOT_HEIGHT + MARGIN / 2);
    return element("g", { transform: `translate(${x} ${y})` }, drawPlot(plot));
  });
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      height: HEIGHT,
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "twobus-card",
      role: "img",
    },
    element("title", {}, escapeText(shown.map(({ name }) => name).join(" and "))),
    element("style", {}, STYLE),
    element("rect", { class: "ground", x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, rx: 10 }),
    ...shown.map((card, index) => headOf(card, index, shown.length)),
    ...drawn,
  )}\n`;
}

const curvesOf = (cards: readonly Card[], pointsOf: (card: Card) => readonly Point[]) =>
  cards.map((card, index) => ({ points: pointsOf(card), colour: COLOURS[index]! }));

/** The phase's axis: the least of these that holds all curves. Beyond the last one curves run along the edge. */
function degreesFor(cards: readonly Card[]): Axis {
  const widest = Math.max(...cards.flatMap(({ phase }) => phase.map(({ y }) => Math.abs(y))));
  const reach = [90, 180, 360, 720].find((degrees) => degrees >= widest) ?? 1440;
  return { min: -reach, max: reach, ticks: [-1, -0.5, 0, 0.5, 1].map((share) => share * reach), label: "degrees" };
}

function headOf(card: Card, index: number, count: number): string {
  const x = MARGIN + index * (PLOT_WIDTH + MARGIN);
  const set = Object.entries(card.values).map(([name, value]) => `${name} ${value}`);
  const facts = [
    ...(set.length > 0 ? set : ["as it comes"]),
    `latency ${card.latencySamples}`,
    `distortion ${thdText(card.harmonics[1]!.thdPercent)}`,
  ];
  return element(
    "g",
    {},
    element("rect", { x, y: 18, width: 4, height: 46, rx: 2, fill: COLOURS[index] }),
    element("text", { class: "name", x: x + 12, y: 32 }, escapeText(card.name)),
    element("text", { class: "words", x: x + 12, y: 49 }, escapeText(facts.join(" · "))),
    element(
      "text",
      { class: "words", x: x + 12, y: 64 },
      escapeText(count === 1 ? card.summary : card.words.join(", ")),
    ),
  );
}
