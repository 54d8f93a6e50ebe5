import { element, escapeText, textWidth } from "@twobus/core";
import type { Card } from "./card.ts";
import { factsOf, settingsText, titleOf } from "./facts.ts";
import { drawPlot, PLOT_HEIGHT, PLOT_WIDTH } from "./plot.ts";
import { CARD_COLOURS, plotsOf } from "./plots.ts";

/** As many as there are hues. */
export const MOST_CARDS: number = CARD_COLOURS.length;

const MARGIN = 20;
const WIDTH = 2 * PLOT_WIDTH + 3 * MARGIN;
const NAME_HEIGHT = 24;
const LINE_HEIGHT = 16;
const WORD_SIZE = 11;
const TEXT_LEFT = MARGIN + 12;
const FACT_LEFT = 190;

const STYLE =
  ".twobus-card text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;fill:#e8ebf0}" +
  ".twobus-card .ground{fill:#14171c;stroke:#2a303a}.twobus-card .grid{stroke:#2a303a;fill:none}" +
  `.twobus-card .tick,.twobus-card .words{font-size:${WORD_SIZE}px;fill:#a3acb9}.twobus-card .fact{font-size:${WORD_SIZE}px}` +
  ".twobus-card .plot-title{font-size:12px;font-weight:600}.twobus-card .name{font-size:18px;font-weight:600}" +
  ".twobus-card .curve{fill:none;stroke-width:2;stroke-linejoin:round}";

/** A part of the drawing and how much room it takes, its corner at 0, 0. */
interface Part {
  readonly drawn: string;
  readonly height: number;
}

/** One card, or up to four laid over each other, as SVG. */
export function drawCards(shown: readonly Card[]): string {
  const parts = [
    ...shown.map((card, index) => headOf(card, index, shown[index - 1])),
    plotsPart(shown),
    factsPart(shown),
  ];
  let y = MARGIN;
  const placed = parts.map(({ drawn, height }) => {
    const moved = element("g", { transform: `translate(0 ${y})` }, drawn);
    y += height;
    return moved;
  });
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      height: y,
      viewBox: `0 0 ${WIDTH} ${y}`,
      class: "twobus-card",
      role: "img",
    },
    element("title", {}, escapeText(shown.map(titleOf).join(" and "))),
    element("style", {}, STYLE),
    element("rect", { class: "ground", x: 0.5, y: 0.5, width: WIDTH - 1, height: y - 1, rx: 10 }),
    ...placed,
  )}\n`;
}

/** What it is, what people say for it unless the one before has said so, and what it was measured with. */
function headOf(card: Card, index: number, before: Card | undefined): Part {
  const said = `${card.summary} People say: ${card.words.join(", ")}.`;
  const texts = [...(card.type === before?.type ? [] : [said]), `Measured with ${settingsText(card)}`];
  const lines = texts.flatMap((text) => linesOf(text, WIDTH - TEXT_LEFT - MARGIN));
  const height = NAME_HEIGHT + LINE_HEIGHT * lines.length;
  const drawn = [
    element("rect", { x: MARGIN, y: 0, width: 4, height, rx: 2, fill: CARD_COLOURS[index] }),
    element("text", { class: "name", x: TEXT_LEFT, y: 16 }, escapeText(titleOf(card))),
    ...lines.map((line, at) =>
      element("text", { class: "words", x: TEXT_LEFT, y: NAME_HEIGHT + LINE_HEIGHT * at + 11 }, escapeText(line)),
    ),
  ];
  return { drawn: drawn.join(""), height: height + 12 };
}

/** Broken between words. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, WORD_SIZE) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function plotsPart(shown: readonly Card[]): Part {
  const plots = plotsOf(shown);
  const rowHeight = PLOT_HEIGHT + MARGIN / 2;
  const drawn = plots.map((plot, index) => {
    const x = MARGIN + (index % 2) * (PLOT_WIDTH + MARGIN);
    return element("g", { transform: `translate(${x} ${Math.floor(index / 2) * rowHeight})` }, drawPlot(plot));
  });
  return { drawn: drawn.join(""), height: Math.ceil(plots.length / 2) * rowHeight };
}

/** A column for each card. */
function factsPart(shown: readonly Card[]): Part {
  const columns = factsOf(shown);
  const columnWidth = (WIDTH - FACT_LEFT - 2 * MARGIN) / shown.length;
  const rows = columns[0]!.map(({ label }, row) => {
    const y = 12 + LINE_HEIGHT * row;
    return [
      element("text", { class: "words", x: MARGIN, y }, escapeText(label)),
      ...columns.map((facts, index) => {
        const x = MARGIN + FACT_LEFT + index * columnWidth;
        const dot = element("circle", { cx: x - 9, cy: y - 4, r: 3, fill: CARD_COLOURS[index] });
        return dot + element("text", { class: "fact", x, y }, escapeText(facts[row]!.text));
      }),
    ].join("");
  });
  return { drawn: rows.join(""), height: LINE_HEIGHT * rows.length + MARGIN };
}
