import type { Node, NodeProps } from "@xyflow/react";
import { memo, type MemoExoticComponent, type ReactNode } from "react";
import type { EndView } from "../graph-view.ts";
import styles from "./node.module.css";
import { Ports } from "./ports.tsx";

/** Where sound comes into the graph that is shown, or leaves it. */
export const GraphEnd: MemoExoticComponent<(props: NodeProps<Node<EndView, "in" | "out">>) => ReactNode> = memo(
  function GraphEnd({ data, type }: NodeProps<Node<EndView, "in" | "out">>): ReactNode {
    return (
      <div className={styles["end"]}>
        {type === "in" ? "in" : "out"}
        <Ports ports={data.ports} side={type === "in" ? "output" : "input"} />
      </div>
    );
  },
);
