import type { Action } from "@twobus/editor";
import type { LoopControl } from "./use-loop.ts";

export const loopActions = (loop: LoopControl): readonly Action[] => [
  {
    id: "loop",
    name: "Loop or play on",
    group: "Studio",
    words: ["repeat", "cycle", "again"],
    keys: ["R"],
    run: loop.toggle,
  },
  {
    id: "loop-start",
    name: "Loop from here",
    group: "Studio",
    words: ["start", "begin", "repeat", "cycle"],
    keys: ["["],
    run: () => loop.startAt(),
  },
  {
    id: "loop-end",
    name: "Loop up to here",
    group: "Studio",
    words: ["end", "repeat", "cycle"],
    keys: ["]"],
    run: () => loop.endAt(),
  },
];
