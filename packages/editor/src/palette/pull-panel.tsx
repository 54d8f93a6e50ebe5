import type { NodeId } from "@twobus/core";
import { useState, type ReactNode } from "react";
import type { Pullable } from "../patching/pull.ts";
import styles from "./pull-panel.module.css";

export interface Picked {
  readonly picked: readonly NodeId[];
  readonly isKept: boolean;
}

interface PullPanelProps {
  /** The name of the bus that is pulled from. */
  readonly bus: string;
  /** What can play into it: first what does already. */
  readonly strips: readonly Pullable[];
  /** Given the name of the new submix, and what plays into it from now on. */
  readonly onSubmix: (label: string, picked: Picked) => void;
  /** Given strips that stand elsewhere and shall play here, too or instead. */
  readonly onConnect: (picked: Picked) => void;
  /** A processor is wanted before the bus. */
  readonly onAddProcessor: () => void;
}

/** What can be pulled from a bus: a submix of what is ticked, strips that stand elsewhere, a processor. */
export function PullPanel({ bus, strips, onSubmix, onConnect, onAddProcessor }: PullPanelProps): ReactNode {
  const [label, setLabel] = useState("");
  const [ticked, setTicked] = useState<ReadonlySet<NodeId>>(new Set());
  const [isKept, setKept] = useState(false);
  const picked = [...ticked];
  const canConnect = strips.some(({ node, isHere }) => !isHere && ticked.has(node));
  const tick = (node: NodeId): void => {
    const next = new Set(ticked);
    if (!next.delete(node)) next.add(node);
    setTicked(next);
  };
  return (
    <form
      className={styles["panel"]}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmix(label.trim() === "" ? "Submix" : label.trim(), { picked, isKept });
      }}
    >
      <h2>Pull into {bus}</h2>
      <div className={styles["submix"]}>
        <input
          type="text"
          aria-label="Name of the new submix"
          placeholder="Submix"
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <button type="submit">New submix</button>
      </div>
      <fieldset className={styles["strips"]} aria-label="Strips">
        {strips.map(({ node, label: name, kind, into, isHere }) => (
          <label key={node}>
            <input type="checkbox" checked={ticked.has(node)} onChange={() => tick(node)} />
            {name}
            <small>{[kind, isHere ? "plays here" : into && `into ${into}`].filter(Boolean).join(" · ")}</small>
          </label>
        ))}
      </fieldset>
      <label className={styles["kept"]}>
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
        also leave them where they play now
      </label>
      <div className={styles["actions"]}>
        <button type="button" disabled={!canConnect} onClick={() => onConnect({ picked, isKept })}>
          Connect {picked.length === 0 ? "ticked" : picked.length}
        </button>
        <button type="button" onClick={onAddProcessor}>
          Add a processor…
        </button>
      </div>
    </form>
  );
}
