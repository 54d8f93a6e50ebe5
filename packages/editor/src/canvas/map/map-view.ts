import type { Place, Size } from "../place-graph.ts";

export type Rectangle = Place & Size;

/** Free space around, in pixels of the map. */
const MARGIN = 5;

/** What a map of a size shows: all boxes and what is in view, in the middle, and some space around. */
export function mapView(boxes: readonly Rectangle[], inView: Rectangle, size: Size): Rectangle {
  const bounds = boundsOf([...boxes, inView]);
  const scale = Math.max(bounds.width / size.width, bounds.height / size.height);
  const [width, height] = [scale * (size.width + 2 * MARGIN), scale * (size.height + 2 * MARGIN)];
  return {
    x: bounds.x - (width - bounds.width) / 2,
    y: bounds.y - (height - bounds.height) / 2,
    width,
    height,
  };
}

export function isWithin({ x, y }: Place, box: Rectangle): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

function boundsOf(boxes: readonly Rectangle[]): Rectangle {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  return {
    x: left,
    y: top,
    width: Math.max(...boxes.map(({ x, width }) => x + width)) - left,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) - top,
  };
}
