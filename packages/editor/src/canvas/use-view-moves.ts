import { useMemo, type RefObject } from "react";

interface ViewMoves {
  readonly begin: () => void;
  readonly end: () => void;
}

/** Says on the canvas while its view moves. Past React, which would go through all nodes. */
export function useViewMoves(canvas: RefObject<HTMLElement | null>): ViewMoves {
  return useMemo(
    () => ({
      begin: () => canvas.current?.setAttribute("data-moving", ""),
      end: () => canvas.current?.removeAttribute("data-moving"),
    }),
    [canvas],
  );
}
