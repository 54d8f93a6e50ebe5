import { Combobox, ComboboxItem, ComboboxList, ComboboxProvider, useComboboxContext } from "@ariakit/react/combobox";
import { useStoreState } from "@ariakit/react/store";
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";
import styles from "./chooser.module.css";
import { search, type Findable } from "./search.ts";

export interface Option extends Findable {
  readonly key: string;
  /** Stands beside the name. */
  readonly hint?: string;
  /** Told at length when pointed at. */
  readonly summary?: string;
}

interface ChooserProps<T extends Option> {
  /** What is to be found: `Find a node`. */
  readonly label: string;
  /** All that there is, the likeliest first. */
  readonly options: readonly T[];
  /** Finds what stands in no list until it is asked for; listed last. */
  readonly more?: (query: string) => readonly T[];
  /** What to say where there is nothing to choose from. */
  readonly empty: string;
  /** Given the option that was picked. */
  readonly onPick: (option: T) => void;
}

/** As many as are listed at a time: further down nobody walks, and all of them would take seconds to lay out. */
const MOST_LISTED = 100;

/** Finds one of many by typing: a combobox over a list. */
export function Chooser<T extends Option>({ label, options, more, empty, onPick }: ChooserProps<T>): ReactNode {
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // It may take the place of another in a popup that is open already.
  useEffect(() => field.current?.focus(), []);
  const found = useMemo(() => [...search(query, options), ...(more?.(query) ?? [])], [query, options, more]);
  return (
    <ComboboxProvider open focusLoop compositeElementInFocusOrder={false} inputValue={query} setInputValue={setQuery}>
      <Combobox
        ref={field}
        className={styles["query"]}
        aria-label={label}
        autoSelect="always"
        placeholder={label}
        spellCheck={false}
      />
      {found.length === 0 && (
        <p className={styles["none"]} role="status">
          {options.length === 0 ? empty : `Nothing is called “${query}”.`}
        </p>
      )}
      <ComboboxList className={styles["list"]} aria-label={label} hidden={found.length === 0}>
        {found.slice(0, MOST_LISTED).map((option) => (
          <Choice key={option.key} option={option} onPick={() => onPick(option)} />
        ))}
      </ComboboxList>
      {found.length > MOST_LISTED && (
        <p className={styles["none"]} role="status">
          and {found.length - MOST_LISTED} more: go on typing
        </p>
      )}
    </ComboboxProvider>
  );
}

function Choice({ option, onPick }: { option: Option; onPick: () => void }): ReactNode {
  const id = useId();
  const isActive = useStoreState(useComboboxContext(), (state) => state?.activeId === id);
  return (
    <ComboboxItem
      id={id}
      className={styles["option"]}
      aria-selected={isActive}
      title={option.summary}
      focusOnHover
      blurOnHoverEnd={false}
      onClick={onPick}
    >
      <span>{option.name}</span>
      <span className={styles["hint"]}>{option.hint}</span>
    </ComboboxItem>
  );
}
