export { drawMix } from "./draw-mix.ts";
