import type { GraphRecord } from "@twobus/core";
import type { Node, NodeProps } from "@xyflow/react";
import { memo, useMemo, type CSSProperties, type MemoExoticComponent, type ReactNode } from "react";
import { reductionMeters } from "../../meters/reduction-meters.ts";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import { Dots } from "./dots.tsx";
import type { NodeView } from "../graph-view.ts";
import { StripMeters } from "../levels/levels.tsx";
import styles from "./node.module.css";
import { signalOrder } from "../place-graph.ts";
import { Ports } from "./ports.tsx";
import { StripFader } from "./strip-fader.tsx";

/** A track or a bus: its name, its insert chain, its level, its fader and its pan. */
export const StripNode: MemoExoticComponent<(props: NodeProps<Node<NodeView, "strip">>) => ReactNode> = memo(
  function StripNode({ data, selected }: NodeProps<Node<NodeView, "strip">>): ReactNode {
    const session = useSession();
    const { record, definition, colour, id, graph, address, inputs, outputs } = data;
    const chain = useEditorState(({ document }) =>
      record.graph === undefined ? undefined : document.graphs[record.graph],
    );
    const inserts = useMemo(() => (chain === undefined ? [] : insertNames(chain)), [chain]);
    const meters = useEditorState(({ document }) =>
      reductionMeters(document, record, address, session.registry).join("\n"),
    );
    const reductions = useMemo(() => (meters === "" ? [] : meters.split("\n")), [meters]);
    const strip = { graph, node: id, record, definition };
    return (
      <article
        className={styles["node"]}
        data-selected={selected}
        data-muted={record.muted === true}
        style={{ "--bus": colour } as CSSProperties}
        aria-label={`${record.label ?? id}, ${definition?.name ?? record.type}`}
      >
        <Ports ports={inputs} side="input" />
        <header className={styles["header"]}>
          <strong className={styles["name"]}>{record.label ?? id}</strong>
          <Dots graph={graph} node={id} record={record} />
        </header>
        <button
          type="button"
          className={`${styles["chain"]} nodrag`}
          onClick={() => session.open(id)}
          title="open the chain"
        >
          {inserts.length === 0 ? "no inserts" : inserts.join(" · ")}
        </button>
        <StripMeters signal={`${address}.main`} reductions={reductions} />
        <footer className={styles["faders"]}>
          <StripFader {...strip} param="faderDb" label="Fader" />
          <StripFader {...strip} param="panPercent" label="Pan" isBare />
        </footer>
        <Ports ports={outputs} side="output" />
      </article>
    );
  },
);

const insertNames = (chain: GraphRecord): readonly string[] =>
  signalOrder(chain).map((id) => {
    const { label = id, bypassed } = chain.nodes[id]!;
    return bypassed === true ? `(${label})` : label;
  });
