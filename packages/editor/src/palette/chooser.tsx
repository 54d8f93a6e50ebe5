import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
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
  readonly label: string;
  readonly options: readonly T[];
  /** What to say where there is nothing to choose from. */
  readonly empty: string;
  readonly onPick: (option: T) => void;
}

/** Finds one of many by typing: a combobox over a list. */
export function Chooser<T extends Option>({ label, options, empty, onPick }: ChooserProps<T>): ReactNode {
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // It may take the place of another in a popup that is open already.
  useEffect(() => field.current?.focus(), []);
  const found = search(query, options);
  const press = (event: KeyboardEvent): void => {
    const next = activeAfterKey(event.key, active, found.length);
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && found[active] !== undefined) {
      event.preventDefault();
      onPick(found[active]);
    }
  };
  return (
    <>
      <input
        ref={field}
        className={styles["query"]}
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(found.length > 0 && { "aria-activedescendant": `${id}-${active}` })}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      {found.length === 0 && (
        <p className={styles["none"]} role="status">
          {options.length === 0 ? empty : `Nothing is called “${query}”.`}
        </p>
      )}
      <div id={`${id}-list`} className={styles["list"]} role="listbox" aria-label={label} hidden={found.length === 0}>
        {found.map((option, index) => (
          // The keyboard chooses from the field above.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={option.key}
            id={`${id}-${index}`}
            className={styles["option"]}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            title={option.summary}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(option)}
          >
            <span>{option.name}</span>
            <span className={styles["hint"]}>{option.hint}</span>
          </div>
        ))}
      </div>
    </>
  );
}

const PAGE = 8;

function activeAfterKey(key: string, active: number, count: number): number | undefined {
  const last = Math.max(0, count - 1);
  switch (key) {
    case "ArrowDown":
      return active === last ? 0 : active + 1;
    case "ArrowUp":
      return active === 0 ? last : active - 1;
    case "PageDown":
      return Math.min(last, active + PAGE);
    case "PageUp":
      return Math.max(0, active - PAGE);
    default:
      return undefined;
  }
}
