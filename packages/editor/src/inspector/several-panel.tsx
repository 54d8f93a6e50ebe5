import { counted, listed, parametersOf, type GraphId, type NodeId, type Parameters } from "@twobus/core";
import type { ReactNode } from "react";
import { Dots } from "../canvas/nodes/dots.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { isLike } from "../session/together.ts";
import styles from "./inspector.module.css";
import { ParameterGroups } from "./parameter-groups.tsx";
import { groupParameters } from "./parameter-names.ts";

/** What several nodes have in common, to be set together. The first of them shows how it stands. */
export function SeveralPanel({ graph, nodes }: { graph: GraphId; nodes: readonly NodeId[] }): ReactNode {
  const { registry } = useSession();
  const document = useEditorState((state) => state.document);
  const { nodes: records } = document.graphs[graph]!;
  const groups = groupParameters(commonOf(nodes.map((id) => parametersOf(records[id]!, document, registry) ?? {})));
  const first = nodes[0]!;
  const record = records[first]!;
  const nameOf = (id: NodeId): string => records[id]!.label ?? id;
  const title = counted(nodes.length, "node");
  return (
    <section key={first} className={styles["inspector"]} aria-label={`Settings of ${title}`}>
      <header className={styles["header"]}>
        <div className={styles["title"]}>
          <strong className={styles["name"]}>{title}</strong>
          <Dots graph={graph} node={first} record={record} />
        </div>
        <p>{listed(nodes.map(nameOf))}</p>
        <p className={styles["summary"]}>
          {groups.length === 0
            ? "They have nothing in common that could be set."
            : `What they have in common. It shows ${nameOf(first)}; the others move by as much.`}
        </p>
      </header>
      <ParameterGroups groups={groups} graph={graph} node={first} record={record} />
    </section>
  );
}

/** Parameters of the first that all others have as well. */
function commonOf([first = {}, ...others]: readonly Parameters[]): Parameters {
  const isCommon = (name: string): boolean =>
    others.every((parameters) => Object.hasOwn(parameters, name) && isLike(first[name]!, parameters[name]!));
  return Object.fromEntries(Object.entries(first).filter(([name]) => isCommon(name)));
}
