import { serialiseChain } from "@twobus/core";
import { CHAIN_DRAG } from "@twobus/editor";
import type { ReactNode } from "react";
import type { LibraryChain } from "./library.ts";
import styles from "./library.module.css";

interface ChainListProps {
  /** Of the list, for the field that searches it. */
  readonly id: string;
  readonly chains: readonly LibraryChain[];
  readonly chosen: LibraryChain | undefined;
  readonly onChoose: (one: LibraryChain) => void;
  readonly onPlace: () => void;
}

/** The id of a chain's line in a list. */
export const lineId = (list: string, index: number): string => `${list}-${index}`;

/** Chains by name. One is chosen; any can be dragged onto the canvas. */
export function ChainList({ id, chains, chosen, onChoose, onPlace }: ChainListProps): ReactNode {
  if (chains.length === 0)
    return (
      <p className={styles["none"]}>No chain is called or tagged so: try a role, such as vocals, or clear the field.</p>
    );
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Chains"
      {...(chosen !== undefined && { "aria-activedescendant": lineId(id, chains.indexOf(chosen)) })}
      tabIndex={0}
      className={styles["list"]}
      onKeyDown={({ key }) => key === "Enter" && onPlace()}
    >
      {chains.map((one, index) => (
        // The arrows choose, from the field and from the list.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={one.id}
          id={lineId(id, index)}
          ref={one === chosen ? bringIntoView : null}
          role="option"
          tabIndex={-1}
          aria-selected={one === chosen}
          className={styles["option"]}
          title={one.chain.summary}
          draggable
          onDragStart={({ dataTransfer }) => {
            dataTransfer.setData(CHAIN_DRAG, serialiseChain(one.chain));
            dataTransfer.effectAllowed = "copy";
          }}
          onClick={() => onChoose(one)}
          onDoubleClick={onPlace}
        >
          <span>{one.chain.name}</span>
          <small>{[one.chain.version, one.origin].filter(Boolean).join(" · ")}</small>
        </div>
      ))}
    </div>
  );
}

const bringIntoView = (option: HTMLElement | null): void => option?.scrollIntoView({ block: "nearest" });
