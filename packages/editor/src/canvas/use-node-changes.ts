import type { NodeChange } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import type { CanvasNode } from "./graph-view.ts";

type Changes = NodeChange<CanvasNode>[];

/**
 * Hands on what the view says of its nodes: of what is dragged one step a frame. Where frames take long, a pointer tells of itself
 * oftener than that, and each of its steps would be laid out.
 */
export function useNodeChanges(take: (changes: Changes) => void): (changes: Changes) => void {
  const { takeChanges, stop } = useMemo(() => {
    let frame = 0;
    let next: Changes | undefined;
    const endFrame = (): void => {
      frame = 0;
      if (next !== undefined) takeStep(next);
    };
    const takeStep = (changes: Changes): void => {
      next = undefined;
      frame = requestAnimationFrame(endFrame);
      take(changes);
    };
    const forget = (): void => {
      cancelAnimationFrame(frame);
      frame = 0;
      next = undefined;
    };
    return {
      stop: forget,
      takeChanges: (changes: Changes) => {
        if (changes.length > 0 && changes.every(isStep)) {
          if (frame === 0) takeStep(changes);
          else next = changes;
          return;
        }
        // What is dropped says where.
        if (changes.some(({ type }) => type === "position")) forget();
        take(changes);
      },
    };
  }, [take]);
  useEffect(() => stop, [stop]);
  return takeChanges;
}

const isStep = (change: NodeChange<CanvasNode>): boolean => change.type === "position" && change.dragging === true;
