import type { ReactNode } from "react";
import type { Subject } from "../canvas/menus/menu.ts";
import { ItemMenu } from "../palette/item-menu.tsx";
import { isPossible, type Action, type ActionScope } from "./action.ts";
import { useActions } from "./actions-context.tsx";
import { chordText, spokenChord } from "./chord.ts";

interface ActionMenuProps {
  readonly subject: Subject;
  readonly scope: ActionScope;
  readonly onPick: (action: Action) => void;
}

/** What can be done with what was pressed, here and now. */
export function ActionMenu({ subject, scope, onPick }: ActionMenuProps): ReactNode {
  const { all, keysOf } = useActions();
  const offered = all.filter((action) => action.on?.includes(subject) === true && isPossible(action, scope));
  const items = offered.map((action, index) => {
    const [key] = keysOf(action);
    return {
      key: action.id,
      name: action.name,
      beginsGroup: index > 0 && offered[index - 1]!.group !== action.group,
      ...(key !== undefined && { shortcut: { text: chordText(key), spoken: spokenChord(key) } }),
      action,
    };
  });
  return <ItemMenu label="Actions" items={items} onPick={({ action }) => onPick(action)} />;
}
