import { CHAIN_TYPE } from "@twobus/core";
import type { Node, NodeProps } from "@xyflow/react";
import { memo, type CSSProperties, type MemoExoticComponent, type ReactNode } from "react";
import { ChainLine } from "../../chains/chain-line.tsx";
import { ShownMeters } from "../../chains/shown-meters.tsx";
import { NodePlots } from "../../plots/node-plots.tsx";
import { Dots } from "./dots.tsx";
import type { NodeView } from "../graph-view.ts";
import { kindName } from "./node-name.ts";
import { LevelSlot } from "../levels/levels.tsx";
import styles from "./node.module.css";
import { Ports } from "./ports.tsx";

/** A processor or a chain, inside a strip or between strips. */
export const ProcessorNode: MemoExoticComponent<(props: NodeProps<Node<NodeView, "processor">>) => ReactNode> = memo(
  function ProcessorNode({ data, selected }: NodeProps<Node<NodeView, "processor">>): ReactNode {
    const { record, definition, colour, id, graph, address, inputs, outputs } = data;
    const output = outputs[0]?.name ?? "main";
    return (
      <article
        className={styles["node"]}
        data-selected={selected}
        data-muted={record.bypassed === true}
        style={{ "--bus": colour } as CSSProperties}
        aria-label={`${record.label ?? id}, ${kindName(record, definition)}`}
      >
        <Ports ports={inputs} side="input" />
        <header className={styles["header"]}>
          <strong className={styles["name"]}>{record.label ?? id}</strong>
          <Dots graph={graph} node={id} record={record} />
        </header>
        {record.type === CHAIN_TYPE ? (
          <>
            <ChainLine graph={graph} node={id} />
            <ShownMeters graph={graph} node={id} address={address} />
          </>
        ) : (
          <span className={styles["kind"]}>{definition?.name ?? `${record.type}, unknown here`}</span>
        )}
        <NodePlots
          graph={graph}
          node={id}
          record={record}
          definition={definition}
          address={address}
          handles={selected ? "on" : "none"}
        />
        <LevelSlot signal={`${address}.${output}`} />
        <Ports ports={outputs} side="output" />
      </article>
    );
  },
);
