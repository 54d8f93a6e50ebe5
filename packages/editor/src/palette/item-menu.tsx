import { Composite, CompositeItem, CompositeTypeahead, useCompositeStore } from "@ariakit/react/composite";
import type { ReactNode } from "react";
import styles from "./item-menu.module.css";

/** One line of a menu. */
export interface MenuItem {
  readonly key: string;
  readonly name: string;
  /** What is on or off. */
  readonly isOn?: boolean;
  /** Whether a group of lines begins with it. */
  readonly beginsGroup?: boolean;
  /** The keys that do the same: as they are shown, and as assistive technology is told. */
  readonly shortcut?: { readonly text: string; readonly spoken: string };
}

interface ItemMenuProps<T extends MenuItem> {
  readonly label: string;
  readonly items: readonly T[];
  readonly onPick: (item: T) => void;
}

/** One of a few to be picked: with arrows, Home, End, and the beginning of its name. The first has the focus in a popup that opens. */
export function ItemMenu<T extends MenuItem>({ label, items, onPick }: ItemMenuProps<T>): ReactNode {
  const store = useCompositeStore({ orientation: "vertical", focusLoop: true });
  return (
    <Composite
      store={store}
      role="menu"
      aria-label={label}
      aria-orientation="vertical"
      className={styles["menu"]}
      render={<CompositeTypeahead store={store} />}
    >
      {items.map((item) => (
        <CompositeItem
          key={item.key}
          typeaheadText={item.name}
          data-begins={item.beginsGroup === true}
          {...(item.isOn === undefined
            ? { role: "menuitem" }
            : { role: "menuitemcheckbox", "aria-checked": item.isOn })}
          {...(item.shortcut !== undefined && { "aria-keyshortcuts": item.shortcut.spoken })}
          onClick={() => onPick(item)}
        >
          <span>{item.name}</span>
          {item.shortcut !== undefined && <kbd aria-hidden="true">{item.shortcut.text}</kbd>}
          {item.isOn === true && <span aria-hidden="true">✓</span>}
        </CompositeItem>
      ))}
    </Composite>
  );
}
