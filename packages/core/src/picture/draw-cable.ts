import type { PlacedStrip, RoutedCable } from "./layout.ts";
import { BASE_LINE, FONT_SIZES, OUTPUT_WIDTH } from "./measures.ts";
import { outputOf, type Point, type Segment } from "./routes.ts";
import type { SendLabel } from "./send-labels.ts";
import { element, number } from "./svg.ts";
import { decibelText } from "./text.ts";

const PORT_RADIUS = 3.5;
const DIAMOND_RADIUS = 4.5;

/** A cable in the colour of the bus it comes from. */
export function drawCable({ cable, segments }: RoutedCable, colour: string): string {
  const classes = ["cable", cable.kind, ...(cable.isSilent ? ["silent"] : [])].join(" ");
  const gain = cable.kind === "send" ? [element("title", {}, `${decibelText(cable.gainDb)} dB`)] : [];
  return element("path", { class: classes, stroke: colour, d: pathOf(segments) }, ...gain);
}

const at = ({ x, y }: Point): string => `${number(x)} ${number(y)}`;

const pathOf = (segments: readonly Segment[]): string =>
  segments
    .map(({ from, to, controls }, index) => {
      const start = index === 0 ? `M${at(from)}` : "";
      return controls ? `${start}C${at(controls[0])} ${at(controls[1])} ${at(to)}` : `${start}H${number(to.x)}`;
    })
    .join("");

/** Where a cable ends: round for audio, a diamond for a key. */
export function drawPort({ cable, segments }: RoutedCable, colour: string): string {
  const { x, y } = segments.at(-1)!.to;
  if (cable.kind !== "key") return element("circle", { fill: colour, cx: x, cy: y, r: PORT_RADIUS });
  const r = DIAMOND_RADIUS;
  const corners = [
    { x: x - r, y },
    { x, y: y - r },
    { x: x + r, y },
    { x, y: y + r },
  ];
  return element("path", { fill: colour, d: `M${corners.map(at).join("L")}Z` });
}

/** The way out of the mix. */
export function drawOutput({ strip, ...box }: PlacedStrip): string {
  const { x, y } = outputOf(box);
  const end = x + OUTPUT_WIDTH - PORT_RADIUS;
  return (
    element("path", { class: "cable", stroke: strip.colour, d: `M${at({ x, y })}H${number(end)}` }) +
    element("circle", { fill: strip.colour, cx: end, cy: y, r: PORT_RADIUS })
  );
}

export function drawSendLabel({ text, isSilent, ...box }: SendLabel): string {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 + FONT_SIZES.detail * BASE_LINE };
  const detail = { class: "detail", ...middle, "font-size": FONT_SIZES.detail, "text-anchor": "middle" };
  return element(
    "g",
    { class: isSilent ? "dim" : undefined },
    element("rect", { class: "label", ...box, rx: 4 }),
    element("text", detail, text),
  );
}
