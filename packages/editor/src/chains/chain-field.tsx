import { CHAIN_TYPE, type GraphId, type NodeId, type NodeRecord } from "@twobus/core";
import { useRef, useState, type ReactNode } from "react";
import { readName } from "../inspector/parameter-names.ts";
import { Popup } from "../palette/popup.tsx";
import type { Position } from "../patching/add-node.ts";
import { useSession } from "../session/session-context.tsx";
import styles from "./chain-field.module.css";
import { shownAs, type SurroundingChain } from "./expose.ts";
import { ShowMenu } from "./show-menu.tsx";

interface ChainFieldProps {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly name: string;
  /** Chains that could show it, the innermost first. */
  readonly around: readonly SurroundingChain[];
  readonly children: ReactNode;
}

/** A parameter's control, and what chains have to do with it: to be shown on those around it, to go back to that of the chain itself. */
export function ChainField({ graph, node, record, name, around, children }: ChainFieldProps): ReactNode {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [menuAt, setMenuAt] = useState<Position | undefined>(undefined);
  const isOwn = record.type === CHAIN_TYPE && Object.hasOwn(record.params, name);
  if (around.length === 0 && !isOwn) return children;
  const endpoint = `${node}.${name}`;
  const [innermost] = around;
  const { document } = session.getState();
  const isShown =
    innermost !== undefined && shownAs(document.graphs[innermost.content]!.interface, endpoint) !== undefined;
  const { label } = readName(name);
  return (
    <div
      className={styles["field"]}
      onContextMenu={(event) => {
        if (innermost === undefined) return;
        event.preventDefault();
        setMenuAt({ x: event.clientX, y: event.clientY });
      }}
    >
      {children}
      {isOwn && (
        <button
          type="button"
          title="As the chain has it"
          aria-label={`${label} as the chain has it`}
          onClick={() => session.do({ kind: "setParameter", graph, node, param: name, value: null })}
        >
          ↺
        </button>
      )}
      {innermost !== undefined && (
        <button
          type="button"
          aria-haspopup="menu"
          aria-pressed={isShown}
          title={isShown ? "Shown on the chain" : "Show on the chain"}
          aria-label={`${label} on the chain`}
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            setMenuAt({ x: left - 220, y: bottom });
          }}
        >
          {isShown ? "◆" : "◇"}
        </button>
      )}
      {menuAt !== undefined && (
        <Popup label={`${label} on the chain`} at={menuAt} dialog={dialog} onClose={() => setMenuAt(undefined)}>
          <ShowMenu endpoint={endpoint} around={around} close={() => dialog.current?.close()} />
        </Popup>
      )}
    </div>
  );
}
