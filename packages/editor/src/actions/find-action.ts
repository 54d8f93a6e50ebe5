import type { Action } from "./action.ts";
import { chordsOf, type Press } from "./chord.ts";
import { keysOf, type KeyMap } from "./key-map.ts";

/** From where keys come: the canvas, another place of the page, or a field of text. */
export type KeyPlace = "canvas" | "page" | "text";

const REACHES: Readonly<Record<KeyPlace, readonly Action["reach"][]>> = {
  canvas: [undefined, "page", "text"],
  page: ["page", "text"],
  text: ["text"],
};

/** What is asked for by keys that are pressed at a place. */
export function actionFor(press: Press, place: KeyPlace, actions: readonly Action[], map: KeyMap): Action | undefined {
  const reaching = actions.filter(({ isFixed, reach }) => isFixed !== true && REACHES[place].includes(reach));
  for (const chord of chordsOf(press)) {
    const found = reaching.find((action) => keysOf(action, map).includes(chord));
    if (found !== undefined) return found;
  }
  return undefined;
}
