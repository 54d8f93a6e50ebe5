import type { Registry } from "../definition/pack.ts";
import type { MixDocument, NodeId } from "../document/types.ts";
import { describeMix, summarise } from "./describe.ts";
import { drawCable, drawOutput, drawPort, drawSendLabel } from "./draw-cable.ts";
import { drawStrip } from "./draw-strip.ts";
import { layOutMix } from "./layout.ts";
import { MARGIN, WIDEST_PICTURE } from "./measures.ts";
import { sceneOf, type Cable, type Scene } from "./scene.ts";
import { PICTURE_CLASS, STYLE } from "./style.ts";
import { element, escapeText, number } from "./svg.ts";
import { fitText } from "./text.ts";

const TITLE_SIZE = 16;
const TITLE_BASE_LINE = 34;
const SUMMARY_SIZE = 12;
const SUMMARY_BASE_LINE = 53;

/**
 * A mix as a standalone SVG: the stereo bus at the right, what plays into it to the left. The text depends on the mix
 * alone, not on the order in which it was written down, and holds no scripts, fonts or links. The registry lends names
 * and tells keys from audio; without it the document's own words must do.
 */
export function drawMix(document: MixDocument, registry?: Registry): string {
  const scene = sceneOf(document, registry);
  const { width, height, strips, cables, sendLabels } = layOutMix(scene);
  const colourOf = cableColours(scene);
  const hueOf = new Map(scene.strips.map(({ id, colour }) => [id, colour]));
  const ports = cables.map((routed) =>
    drawPort(routed, routed.cable.kind === "key" ? colourOf(routed.cable) : hueOf.get(routed.cable.to)!),
  );
  const shown = Math.min(1, WIDEST_PICTURE / width);
  const svg = {
    xmlns: "http://www.w3.org/2000/svg",
    width: Math.round(width * shown),
    height: Math.round(height * shown),
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    class: PICTURE_CLASS,
    role: "img",
    "aria-labelledby": "mix-title mix-description",
  };
  const lines = [
    element("title", { id: "mix-title" }, escapeText(document.name)),
    element("desc", { id: "mix-description" }, escapeText(describeMix(scene))),
    element("style", {}, STYLE),
    element("rect", { class: "card", x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12 }),
    ...drawHeading(document.name, summarise(scene, document.sampleRate), width - 2 * MARGIN),
    element("g", { class: "hue" }, ...cables.map((routed) => drawCable(routed, colourOf(routed.cable)))),
    ...strips.filter(({ strip }) => strip.kind === "root").map(drawOutput),
    ...strips.map(drawStrip),
    element("g", { class: "hue" }, ...new Set(ports)),
    ...sendLabels.map(drawSendLabel),
  ];
  return `${element("svg", svg, "\n", lines.join("\n"), "\n")}\n`;
}

function drawHeading(name: string, summary: string, room: number): string[] {
  const title = { class: "title", x: MARGIN, y: TITLE_BASE_LINE, "font-size": TITLE_SIZE };
  const detail = { class: "detail", x: MARGIN, y: SUMMARY_BASE_LINE, "font-size": SUMMARY_SIZE };
  return [
    element("text", title, escapeText(fitText(name, TITLE_SIZE, room))),
    element("text", detail, escapeText(fitText(summary, SUMMARY_SIZE, room))),
  ];
}

/** A cable has the colour of its source's bus: of the bus itself, or of the one that a track plays into. */
function cableColours({ strips, cables }: Scene): (cable: Cable) => string {
  const stripOf = new Map(strips.map((strip) => [strip.id, strip]));
  const busOf = new Map(cables.filter(({ kind }) => kind === "main").map(({ from, to }) => [from, to]));
  return ({ from }) => {
    const source = stripOf.get(from)!;
    const bus: NodeId | undefined = source.kind === "track" ? busOf.get(from) : undefined;
    return bus === undefined ? source.colour : stripOf.get(bus)!.colour;
  };
}
