import type { NodeId } from "@twobus/core";
import { rounded, type Position } from "../patching/add-node.ts";
import { aligned, boundsOf, distributed, type Alignment, type Boxes, type Places } from "../patching/arrange.ts";
import type { Action, ActionScope } from "./action.ts";
import type { Chord } from "./chord.ts";

const ALIGNMENTS: readonly (readonly [Alignment, string, Chord])[] = [
  ["left", "Align left", "Shift+ArrowLeft"],
  ["right", "Align right", "Shift+ArrowRight"],
  ["top", "Align top", "Shift+ArrowUp"],
  ["bottom", "Align bottom", "Shift+ArrowDown"],
  ["column", "Align middles in a column", "Alt+V"],
  ["row", "Align middles in a row", "Alt+H"],
];

const hasAtLeast =
  (count: number) =>
  ({ nodes }: ActionScope): boolean =>
    nodes.length >= count;

/** What moves boxes and changes no sound. */
export const ARRANGE_ACTIONS: readonly Action[] = [
  ...ALIGNMENTS.map(([alignment, name, key]): Action => ({
    id: `align-${alignment}`,
    name,
    group: "Arrange",
    keys: [key],
    isPossible: hasAtLeast(2),
    run: (scope) => place(scope, aligned(boxesOf(scope), alignment)),
  })),
  {
    id: "distribute-across",
    name: "Distribute from left to right",
    group: "Arrange",
    words: ["space", "gap", "horizontal"],
    isPossible: hasAtLeast(3),
    run: (scope) => place(scope, distributed(boxesOf(scope), "x")),
  },
  {
    id: "distribute-down",
    name: "Distribute from top to bottom",
    group: "Arrange",
    words: ["space", "gap", "vertical"],
    isPossible: hasAtLeast(3),
    run: (scope) => place(scope, distributed(boxesOf(scope), "y")),
  },
  {
    id: "tidy",
    name: "Lay out from the bus outward",
    group: "Arrange",
    words: ["auto-layout", "tidy", "order"],
    keys: ["Shift+T"],
    on: ["canvas"],
    run: tidy,
  },
];

/** What is selected, where that is several, else all: as it would stand if nobody had moved it. */
function tidy(scope: ActionScope): void {
  const { nodes, record, canvas } = scope;
  const all = canvas.tidyPlaces();
  const isSome = nodes.length > 1 && nodes.length < Object.keys(record.nodes).length;
  if (!isSome) {
    place(scope, Object.fromEntries([...all].map(([id, position]) => [id, rounded(position)])));
    return;
  }
  const before = boundsOf(boxesOf(scope).values());
  const tidied = nodes.map((id) => [id, { ...canvas.boxOf(id)!, ...all.get(id)! }] as const);
  const after = boundsOf(tidied.map(([, box]) => box));
  const [right, down] = [before.x + before.width - after.x - after.width, before.y - after.y];
  place(scope, Object.fromEntries(tidied.map(([id, { x, y }]) => [id, rounded({ x: x + right, y: y + down })])));
}

function boxesOf({ nodes, canvas }: ActionScope): Boxes {
  return new Map(
    nodes.flatMap((id) => {
      const box = canvas.boxOf(id);
      return box === undefined ? [] : [[id, box] as const];
    }),
  );
}

function place({ session, graph }: ActionScope, positions: Places | Readonly<Record<NodeId, Position>>): void {
  session.do({ kind: "setLayout", graph, positions });
}
