import { useMemo, type ReactNode } from "react";
import { Chooser, type Option } from "../palette/chooser.tsx";
import { kindName } from "../canvas/nodes/node-name.ts";
import { isPossible, type ActionScope } from "./action.ts";
import { useActions } from "./actions-context.tsx";
import { allNodes, type PlacedNode } from "./all-nodes.ts";
import { parameterFinder } from "./all-parameters.ts";
import { chordText } from "./chord.ts";

interface PaletteOption extends Option {
  readonly pick: (scope: ActionScope) => void;
}

/** Nodes to go to; a mix may have more in chains that are used often. */
const MOST_NODES = 2000;
const MOST_PARAMETERS = 100;

/** All that can be done here and now, all nodes of the mix to go to, and, as one types, their parameters. */
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
  const { session } = scope;
  const { document } = session.getState();
  const placed = useMemo(() => allNodes(document, MOST_NODES), [document]);
  const kindOf = ({ record }: PlacedNode): string => kindName(record, session.registry.definition(record.type));
  const nodes = placed.map((at): PaletteOption => ({
    key: ["go to", ...at.path, at.node].join("/"),
    name: `Go to ${at.name}`,
    words: [at.name, at.node],
    hint: [...(at.within.length === 0 ? [] : [at.within.join(" › ")]), kindOf(at)].join(" · "),
    pick: (later) => goTo(later, at),
  }));
  const findParameters = useMemo(() => {
    const find = parameterFinder(document, session.registry, placed);
    return (query: string): readonly PaletteOption[] =>
      find(query, MOST_PARAMETERS).map(({ at, param, name, kind }) => ({
        key: ["go to", ...at.path, at.node, "its", param].join("/"),
        name,
        hint: kind,
        pick: (later) => goTo(later, at, param),
      }));
  }, [document, session, placed]);
  return (
    <Chooser
      label="Find an action or a node"
      options={[...actions, ...nodes]}
      more={findParameters}
      empty="There is nothing to be done."
      onPick={({ pick }) => onPick(pick)}
    />
  );
}

function goTo({ session, canvas }: ActionScope, { path, node }: PlacedNode, param?: string): void {
  // Another graph takes the focus when it is shown.
  if (session.getState().path.join("/") === path.join("/")) canvas.focus(node);
  session.goTo(path, node, param);
}
