export { element, escapeText } from "./svg.ts";
export { textWidth } from "./text.ts";
export { drawMix } from "./draw-mix.ts";
