import { counted } from "../counted.ts";
import type { Processor } from "./chain.ts";
import type { PlacedStrip } from "./layout.ts";
import {
  BADGE_WIDTH,
  BASE_LINE,
  BAR_WIDTH,
  chainText,
  detailWidth,
  FONT_SIZES,
  PADDING,
  PROCESSOR_SEPARATOR,
  reckonedSize,
} from "./measures.ts";
import type { Strip } from "./scene.ts";
import { element, escapeText } from "./svg.ts";
import { faderText, fitText, textWidth } from "./text.ts";

const CORNER = 6;
const DOT_RADIUS = 2.5;
const DOT_PITCH = 8;
const MOST_DOTS = 6;
/** Middles of the two lines of a bus with a chain. */
const FIRST_LINE = 17;
const SECOND_LINE = 34;

/** A detail in a line, set from the right, and how far it reaches to the left. */
interface Detail {
  readonly markup: string;
  readonly width: number;
}

/** A strip as a box: colour of its bus, name, insert chain, fader where it is not at 0 dB. */
export function drawStrip({ strip, x, y, width, height }: PlacedStrip): string {
  const left = x + BAR_WIDTH + PADDING;
  const right = x + width - PADDING;
  const isTrack = strip.kind === "track";
  const hasSecondLine = !isTrack && strip.processors.length > 0;
  const middle = y + (hasSecondLine ? FIRST_LINE : height / 2);

  const details: string[] = [];
  let room = right - left;
  const setFromRight = ({ markup, width: taken }: Detail): void => {
    details.push(markup);
    room -= taken;
  };
  if (faderText(strip.faderDb) !== "") setFromRight(drawFader(strip, left + room, middle));
  if (strip.muted) setFromRight(drawMuteBadge(left + room, middle));
  if (isTrack && strip.processors.length > 0) setFromRight(drawInlineChain(strip, left, left + room, middle));

  return element(
    "g",
    { class: strip.muted || strip.bypassed ? `${strip.kind} dim` : strip.kind },
    element("title", {}, escapeText(describeStrip(strip))),
    element("rect", { class: "strip", x, y, width, height, rx: CORNER }),
    element("path", { class: "hue", fill: strip.colour, d: colourBar(x, y, height) }),
    drawName(strip, left, middle, room),
    ...details,
    ...(hasSecondLine ? [drawChain(strip.processors, left, y + SECOND_LINE, right - left)] : []),
  );
}

function drawName(strip: Strip, x: number, middle: number, room: number): string {
  const size = FONT_SIZES[strip.kind];
  const shown = escapeText(fitText(strip.label, reckonedSize(strip), room));
  return element("text", { class: "name", x, y: middle + size * BASE_LINE, "font-size": size }, shown);
}

const drawDetail = (x: number, middle: number, anchor: "start" | "end", content: string): string =>
  element(
    "text",
    {
      class: "detail",
      x,
      y: middle + FONT_SIZES.detail * BASE_LINE,
      "font-size": FONT_SIZES.detail,
      "text-anchor": anchor,
    },
    content,
  );

function drawFader({ faderDb }: Strip, right: number, middle: number): Detail {
  const text = faderText(faderDb);
  return { markup: drawDetail(right, middle, "end", text), width: detailWidth(text) };
}

function drawMuteBadge(right: number, middle: number): Detail {
  const x = right - BADGE_WIDTH;
  const frame = { class: "badge", x, y: middle - BADGE_WIDTH / 2, width: BADGE_WIDTH, height: BADGE_WIDTH, rx: 4 };
  const letter = element(
    "text",
    { class: "detail", x: x + BADGE_WIDTH / 2, y: middle + 3.5, "font-size": 10, "text-anchor": "middle" },
    "M",
  );
  return { markup: element("rect", frame) + letter, width: BADGE_WIDTH + PADDING };
}

/** A track's chain beside its name: in words where both fit, else a dot for each processor, or their number. */
function drawInlineChain(strip: Strip, left: number, right: number, middle: number): Detail {
  const { processors } = strip;
  const width = detailWidth(chainText(strip));
  if (textWidth(strip.label, reckonedSize(strip)) + width <= right - left) {
    return { markup: drawDetail(right, middle, "end", processorWords(processors)), width };
  }
  if (processors.length > MOST_DOTS) {
    const count = counted(processors.length, "insert");
    return { markup: drawDetail(right, middle, "end", count), width: detailWidth(count) };
  }
  const dots = processors.map(({ bypassed }, index) => {
    const cx = right - DOT_RADIUS - (processors.length - 1 - index) * DOT_PITCH;
    return element("circle", { class: bypassed ? "dot hollow" : "dot", cx, cy: middle, r: DOT_RADIUS });
  });
  return { markup: dots.join(""), width: processors.length * DOT_PITCH + PADDING };
}

/** A bus's chain on a line of its own; what does not fit is counted. */
function drawChain(processors: readonly Processor[], x: number, middle: number, room: number): string {
  const most = Math.ceil(room / textWidth(PROCESSOR_SEPARATOR, FONT_SIZES.detail));
  const shown = processors.slice(0, most);
  const rest = (): string => (shown.length < processors.length ? ` +${processors.length - shown.length}` : "");
  const text = (): string => shown.map(({ name }) => name).join(PROCESSOR_SEPARATOR) + rest();
  while (shown.length > 0 && textWidth(text(), FONT_SIZES.detail) > room) shown.pop();
  return drawDetail(x, middle, "start", processorWords(shown) + rest());
}

const processorWords = (processors: readonly Processor[]): string =>
  processors
    .map(({ name, bypassed }) => (bypassed ? element("tspan", { class: "off" }, escapeText(name)) : escapeText(name)))
    .join(PROCESSOR_SEPARATOR);

/** The left edge of the box in colour, its outer corners round. */
function colourBar(x: number, y: number, height: number): string {
  const arc = `A${CORNER} ${CORNER} 0 0 0`;
  return `M${x + CORNER} ${y}${arc} ${x} ${y + CORNER}V${y + height - CORNER}${arc} ${x + CORNER} ${y + height}Z`;
}

/** Everything that a strip shows, in words. */
function describeStrip(strip: Strip): string {
  const chain = strip.processors.map(({ name, bypassed }) => (bypassed ? `${name} (bypassed)` : name));
  return [
    strip.label,
    ...(chain.length > 0 ? [chain.join(PROCESSOR_SEPARATOR)] : []),
    ...(strip.faderDb === undefined ? [] : [faderText(strip.faderDb) || "0.0 dB"]),
    ...(strip.muted ? ["muted"] : []),
    ...(strip.bypassed ? ["bypassed"] : []),
  ].join(", ");
}
