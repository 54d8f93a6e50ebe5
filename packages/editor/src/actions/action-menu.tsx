import { useRef, type KeyboardEvent, type ReactNode } from "react";
import styles from "./action-menu.module.css";
import { isPossible, type Action, type ActionScope } from "./action.ts";
import type { Subject } from "../canvas/menu.ts";
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
  const menu = useRef<HTMLDivElement>(null);
  const offered = all.filter((action) => action.on?.includes(subject) === true && isPossible(action, scope));
  const press = (event: KeyboardEvent): void => {
    const items = [...menu.current!.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = itemAfterKey(
      event.key,
      at,
      items.map((item) => item.dataset["name"]!),
    );
    if (next === undefined) return;
    event.preventDefault();
    items[next]!.focus();
  };
  return (
    <div
      ref={menu}
      role="menu"
      tabIndex={0}
      aria-label="Actions"
      className={styles["menu"]}
      onKeyDown={press}
      // As it opens it is given the focus, and hands it on.
      onFocus={({ target }) => target === menu.current && menu.current.querySelector("button")?.focus()}
    >
      {offered.map((action, index) => {
        const [key] = keysOf(action);
        return (
          <button
            key={action.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            data-name={action.name}
            data-begins={index > 0 && offered[index - 1]!.group !== action.group}
            {...(key !== undefined && { "aria-keyshortcuts": spokenChord(key) })}
            onClick={() => onPick(action)}
          >
            <span>{action.name}</span>
            {key !== undefined && <kbd aria-hidden="true">{chordText(key)}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

/** Where a key leads in a menu: along it, to its ends, or to the next name that begins with a letter. */
function itemAfterKey(key: string, at: number, names: readonly string[]): number | undefined {
  const count = names.length;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return (at + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default: {
      if (key.length !== 1 || key === " ") return undefined;
      const found = names.findIndex((_, step) => names[(at + 1 + step) % count]!.toLowerCase().startsWith(key));
      return found < 0 ? undefined : (at + 1 + found) % count;
    }
  }
}
