import { isStrip, splitEndpoint, type GraphRecord, type NodeId, type Registry } from "@twobus/core";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { pressKey, useActions } from "../actions/actions-context.tsx";
import { formatValue } from "../controls/format-value.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { graphRows, rowAfterKey, rowKey, type GraphRow } from "./graph-rows.ts";
import styles from "./graph-tree.module.css";

/**
 * The graph that the canvas shows as a tree: what is heard last, and within it what plays into it. Arrows walk; all
 * else that the canvas's keys and menus do to a node they do here too.
 */
export function GraphTree(): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState((state) => state.document.graphs[graph]!);
  const selection = useEditorState((state) => state.selection);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState("");
  const tree = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  const shown = useRef(graph);
  const actions = useActions();
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
    if (row === undefined) return;
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    const isPlain = !ctrlKey && !metaKey && !altKey && !shiftKey;
    const next = isPlain ? rowAfterKey(rows, at, event.key) : undefined;
    if (isPlain && event.key === "ArrowLeft" && row.isExpanded) fold(row, true);
    else if (isPlain && event.key === "ArrowRight" && row.hasChildren && !row.isExpanded) fold(row, false);
    else if (next !== undefined) go(next);
    else {
      const { scopeOf } = actions.stage;
      if (scopeOf !== undefined) {
        pressKey(actions, event, event.target as Element, "canvas", () => scopeOf(row.node));
      } else if (event.key === "Enter") session.open(row.node);
      else if (event.key === "Escape") session.close();
      return;
    }
    event.preventDefault();
  };
  const openMenu = (event: MouseEvent, row: GraphRow): void => {
    const { scopeOf } = actions.stage;
    if (scopeOf === undefined) return;
    event.preventDefault();
    go(rows.indexOf(row));
    const definition = session.registry.definition(record.nodes[row.node]!.type);
    const subject = definition !== undefined && isStrip(definition) ? "strip" : "node";
    scopeOf(row.node).canvas.openMenu({ kind: "context", subject }, { x: event.clientX, y: event.clientY });
  };
  // Another graph has other rows: the focus stays in the tree.
  useEffect(() => {
    if (shown.current === graph) return;
    shown.current = graph;
    if (hadFocus.current) tree.current?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']")?.focus();
  });

  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Graph as a tree"
      tabIndex={-1}
      className={styles["tree"]}
      onKeyDown={press}
      onFocus={() => (hadFocus.current = true)}
      onBlur={({ relatedTarget }) => (hadFocus.current = relatedTarget === null)}
    >
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
          onContextMenu={(event) => openMenu(event, row)}
          onDoubleClick={() => session.open(row.node)}
        >
          <span>{record.nodes[row.node]!.label ?? row.node}</span>
          <span className={styles["kind"]}>{kindOf(record, row, session.registry)}</span>
        </div>
      ))}
    </div>
  );
}

/** What a node is and how it stands; where it plays into the line above by a key, that too. */
function kindOf(graph: GraphRecord, { node, path }: GraphRow, registry: Registry): string {
  const { type, muted, bypassed, params } = graph.nodes[node]!;
  const definition = registry.definition(type);
  const fader = definition?.params["faderDb"];
  return [
    definition?.name ?? type,
    ...(fader === undefined || typeof params["faderDb"] !== "number" ? [] : [formatValue(fader, params["faderDb"])]),
    ...portsInto(graph, node, path.at(-2)),
    ...(muted === true ? ["muted"] : []),
    ...(bypassed === true ? ["bypassed"] : []),
  ].join(", ");
}

/** The ports other than main by which a node plays into another. */
function portsInto({ connections }: GraphRecord, node: NodeId, into: NodeId | undefined): readonly string[] {
  if (into === undefined) return [];
  const ends = connections.map(({ from, to }) => [splitEndpoint(from), splitEndpoint(to)] as const);
  const ports = ends.flatMap(([from, to]) => (from.node === node && to.node === into ? [to.port] : []));
  return ports.includes("main") ? [] : ports.map((port) => `into ${port}`);
}
