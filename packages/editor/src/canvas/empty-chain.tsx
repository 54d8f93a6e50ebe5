import { Panel, useReactFlow } from "@xyflow/react";
import type { MouseEvent, ReactNode } from "react";
import { useEditorState } from "../session/session-context.tsx";
import styles from "./empty-chain.module.css";
import type { Menu } from "./menus/menu.ts";

/** A chain without processors says so, and offers the first. */
export function EmptyChain({ onMenu }: { onMenu: (menu: Menu) => void }): ReactNode {
  const { screenToFlowPosition } = useReactFlow();
  const isShown = useEditorState(
    ({ document, graph, path, isReadOnly }) =>
      path.length > 0 && !isReadOnly && Object.keys(document.graphs[graph]!.nodes).length === 0,
  );
  const cable = useEditorState(({ document, graph }) => document.graphs[graph]!.connections[0]);
  if (!isShown) return null;
  const add = ({ currentTarget }: MouseEvent): void => {
    const { left: x, bottom: y } = currentTarget.getBoundingClientRect();
    const position = screenToFlowPosition({ x, y });
    const where = cable === undefined ? ({ kind: "free" } as const) : ({ kind: "middle", ...cable } as const);
    onMenu({ kind: "add", at: { x, y }, where: { ...where, position } });
  };
  return (
    <Panel position="top-center" className={`${styles["hint"]} nodrag nopan`}>
      <p>There is no processor in this chain yet: sound goes through it as it is.</p>
      <button type="button" onClick={add}>
        Add a processor…
      </button>
    </Panel>
  );
}
