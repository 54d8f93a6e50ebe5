import type { NodeChange } from "@xyflow/react";
import type { CanvasNode } from "../graph-view.ts";

type Changes = NodeChange<CanvasNode>[];

/**
 * Hands on what the view says of its nodes: of what is dragged one step a frame. Where frames take long, a pointer tells of itself
 * oftener than that, and each of its steps would be laid out.
 */
export class StepAFrame {
  readonly #take: (changes: Changes) => void;
  #frame = 0;
  #next: Changes | undefined;

  constructor(take: (changes: Changes) => void) {
    this.#take = take;
  }

  readonly take = (changes: Changes): void => {
    if (changes.length > 0 && changes.every(isStep)) {
      if (this.#frame === 0) this.#step(changes);
      else this.#next = changes;
      return;
    }
    // What is dropped says where.
    if (changes.some(({ type }) => type === "position")) this.stop();
    this.#take(changes);
  };

  readonly stop = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#next = undefined;
  };

  #step(changes: Changes): void {
    this.#next = undefined;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#next !== undefined) this.#step(this.#next);
    });
    this.#take(changes);
  }
}

const isStep = (change: NodeChange<CanvasNode>): boolean => change.type === "position" && change.dragging === true;
