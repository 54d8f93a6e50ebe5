import { serialiseChain } from "@twobus/core";
import { CHAIN_DRAG } from "@twobus/editor";
import { useId, type ReactNode } from "react";
import type { LibraryChain } from "./library.ts";
import styles from "./library.module.css";

/** Chains by name. One is chosen; any can be dragged onto the canvas. */
export function ChainList({
  chains,
  chosen,
  onChoose,
  onPlace,
}: {
  chains: readonly LibraryChain[];
  chosen: string | undefined;
  onChoose: (one: LibraryChain) => void;
  onPlace: () => void;
}): ReactNode {
  const list = useId();
  const active = chains.findIndex(({ id }) => id === chosen);
  if (chains.length === 0) return <p className={styles["none"]}>No chain is called or tagged so.</p>;
  return (
    <div
      role="listbox"
      aria-label="Chains"
      {...(active >= 0 && { "aria-activedescendant": `${list}-${active}` })}
      tabIndex={0}
      className={styles["list"]}
      onKeyDown={({ key }) => key === "Enter" && onPlace()}
    >
      {chains.map((one, index) => (
        // The arrows choose, from the field and from the list.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={one.id}
          id={`${list}-${index}`}
          ref={one.id === chosen ? bringIntoView : null}
          role="option"
          tabIndex={-1}
          aria-selected={one.id === chosen}
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
