import { createContext, type Context } from "react";
import type { Position } from "../patching/add-node.ts";

/** What ports and cables share with the canvas that they are on. */
export interface CanvasActions {
  /** Keys of the ports that the cable that is being drawn may lead to; absent while none is drawn. */
  readonly openPorts: ReadonlySet<string> | undefined;
  /** Opens the palette for a cable's middle. */
  readonly insertOn: (cable: { readonly from: string; readonly to: string }, at: Position, position: Position) => void;
  readonly hoverCable: (id: string | undefined) => void;
}

export const CanvasActionsContext: Context<CanvasActions> = createContext<CanvasActions>({
  openPorts: undefined,
  insertOn: () => {},
  hoverCable: () => {},
});
