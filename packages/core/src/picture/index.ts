export { element, escapeText } from "./svg.ts";
export { drawMix } from "./draw-mix.ts";
