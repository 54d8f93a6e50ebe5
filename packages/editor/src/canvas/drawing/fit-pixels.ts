import type { Size } from "../place-graph.ts";

/** Gives a picture a pixel for each of the screen's. Only where it has others: a picture that is set anew makes the page be layered anew. */
export function fitPixels(canvas: HTMLCanvasElement, { width, height }: Size): void {
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width === across && canvas.height === down) return;
  canvas.width = across;
  canvas.height = down;
}
