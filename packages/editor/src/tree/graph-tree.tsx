import type { GraphRecord, NodeId, Registry } from "@twobus/core";
import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { graphRows, rowAfterKey, rowKey, type GraphRow } from "./graph-rows.ts";
import styles from "./graph-tree.module.css";

/**
 * The graph that the canvas shows as a tree: what is heard last, and within it what plays into it. Arrows walk, Enter
 * opens, Escape leads out again, M mutes, B bypasses.
 */
export function GraphTree(): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState((state) => state.document.graphs[graph]!);
  const selection = useEditorState((state) => state.selection);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState("");
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => graphRows(record, collapsed), [record, collapsed]);
  const at = Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === active),
  );

  const go = (index: number): void => {
    const row = rows[index]!;
    setActive(rowKey(row));
    session.select([row.node]);
    tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[index]?.focus();
  };
  const fold = (row: GraphRow, isFolded: boolean): void => {
    const next = new Set(collapsed);
    if (isFolded) next.add(rowKey(row));
    else next.delete(rowKey(row));
    setCollapsed(next);
  };
  const press = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey) return;
    const { node } = row;
    const { muted = false, bypassed = false } = record.nodes[node]!;
    const next = rowAfterKey(rows, at, event.key);
    if (event.key === "ArrowLeft" && row.isExpanded) fold(row, true);
    else if (event.key === "ArrowRight" && row.hasChildren && !row.isExpanded) fold(row, false);
    else if (next !== undefined) go(next);
    else if (event.key === "Enter") session.open(node);
    else if (event.key === "Escape") session.close();
    else if (event.key === "m") session.do({ kind: "setMuted", graph, node, muted: !muted });
    else if (event.key === "b") session.do({ kind: "setBypassed", graph, node, bypassed: !bypassed });
    else return;
    event.preventDefault();
  };

  return (
    <div ref={tree} role="tree" aria-label="Graph as a tree" tabIndex={-1} className={styles["tree"]} onKeyDown={press}>
      {rows.map((row, index) => (
        // Keys are the tree's.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={rowKey(row)}
          role="treeitem"
          aria-level={row.path.length}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-selected={selection.has(row.node)}
          {...(row.hasChildren && { "aria-expanded": row.isExpanded })}
          tabIndex={index === at ? 0 : -1}
          className={styles["row"]}
          style={{ "--depth": row.path.length - 1 } as CSSProperties}
          onClick={() => go(index)}
          onDoubleClick={() => session.open(row.node)}
        >
          <span>{record.nodes[row.node]!.label ?? row.node}</span>
          <span className={styles["kind"]}>{kindOf(record, row.node, session.registry)}</span>
        </div>
      ))}
    </div>
  );
}

function kindOf({ nodes }: GraphRecord, node: NodeId, registry: Registry): string {
  const { type, muted, bypassed } = nodes[node]!;
  const states = [...(muted === true ? ["muted"] : []), ...(bypassed === true ? ["bypassed"] : [])];
  return [registry.definition(type)?.name ?? type, ...states].join(", ");
}
