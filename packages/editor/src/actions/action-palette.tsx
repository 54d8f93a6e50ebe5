import type { ReactNode } from "react";
import { Chooser, type Option } from "../palette/chooser.tsx";
import { isPossible, type ActionScope } from "./action.ts";
import { useActions } from "./actions-context.tsx";
import { allNodes } from "./all-nodes.ts";
import { chordText } from "./chord.ts";

interface PaletteOption extends Option {
  readonly pick: (scope: ActionScope) => void;
}

/** Nodes to go to; a mix may have more in chains that are used often. */
const MOST_NODES = 2000;

/** All that can be done here and now, and all nodes of the mix to go to. */
export function ActionPalette({
  scope,
  onPick,
}: {
  scope: ActionScope;
  onPick: (work: (scope: ActionScope) => void) => void;
}): ReactNode {
  const { all, keysOf } = useActions();
  const actions = all
    .filter((action) => action.isForKeys !== true && action.id !== "find-action" && isPossible(action, scope))
    .map((action): PaletteOption => {
      const [key] = keysOf(action);
      return {
        key: action.id,
        name: action.name,
        words: action.words ?? [],
        category: action.group,
        ...(key !== undefined && { hint: chordText(key) }),
        pick: action.run,
      };
    });
  const nodes = allNodes(scope.session.getState().document, MOST_NODES).map(
    ({ path, node, name, within }): PaletteOption => ({
      key: ["go to", ...path, node].join("/"),
      name: `Go to ${name}`,
      words: [name, node],
      hint: within.join(" › "),
      pick: ({ session, canvas }) => {
        const isHere = session.getState().path.join("/") === path.join("/");
        session.goTo(path, node);
        // Another graph takes the focus when it is shown.
        if (isHere) canvas.focus(node);
      },
    }),
  );
  return (
    <Chooser
      label="Find an action or a node"
      options={[...actions, ...nodes]}
      empty="There is nothing to be done."
      onPick={({ pick }) => onPick(pick)}
    />
  );
}
