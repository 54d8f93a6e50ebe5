import { CHAIN_TYPE, parametersOf, type GraphId, type NodeId, type NodeRecord } from "@twobus/core";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { ChainPanel } from "../chains/chain-panel.tsx";
import { surroundingChains } from "../chains/expose.ts";
import { ShownMeters } from "../chains/shown-meters.tsx";
import { NodePlots } from "../plots/node-plots.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";
import { focusParameter } from "./focus-parameter.ts";
import { NodeActions } from "./node-actions.tsx";
import { NodeKeys } from "./node-keys.tsx";
import { NodeHeader } from "./node-header.tsx";
import { NodeLatency } from "./node-latency.tsx";
import { ParameterGroups } from "./parameter-groups.tsx";
import { groupParameters, inOneGroup } from "./parameter-names.ts";
import { SeveralPanel } from "./several-panel.tsx";

/** All that can be set of the node that is selected, derived from its declaration; of several, what they have in common. */
export function Inspector(): ReactNode {
  const graph = useEditorState((state) => state.graph);
  const path = useEditorState((state) => state.path);
  const selection = useEditorState((state) => state.selection);
  const selected = selection.size === 1 ? [...selection][0]! : undefined;
  const record = useEditorState(({ document }) =>
    selected === undefined ? undefined : document.graphs[graph]?.nodes[selected],
  );
  if (selection.size > 1) return <SeveralPanel graph={graph} nodes={[...selection]} />;
  if (selected === undefined || record === undefined) {
    return <p className={styles["empty"]}>Select a strip or a processor to see what it can do.</p>;
  }
  const address = [...path, selected].join("/");
  return <NodePanel key={address} graph={graph} node={selected} record={record} address={address} />;
}

interface NodePanelProps {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly address: string;
}

function NodePanel({ graph, node, record, address }: NodePanelProps): ReactNode {
  const { registry } = useSession();
  const document = useEditorState((state) => state.document);
  const definition = registry.definition(record.type);
  const parameters = definition?.params ?? parametersOf(record, document, registry);
  const isChain = record.type === CHAIN_TYPE;
  const groups = useMemo(
    () => (isChain ? inOneGroup(parameters ?? {}) : groupParameters(parameters ?? {})),
    [isChain, parameters],
  );
  const path = useEditorState((state) => state.path);
  const around = useMemo(() => surroundingChains(document, path), [document, path]);
  const panel = useRef<HTMLElement>(null);
  const sought = useEditorState((state) => state.sought);
  useEffect(() => {
    if (sought !== undefined && panel.current !== null) focusParameter(panel.current, sought.param);
  }, [sought]);
  return (
    <section ref={panel} className={styles["inspector"]} aria-label={`Settings of ${record.label ?? node}`}>
      <NodeHeader graph={graph} node={node} record={record} definition={definition} />
      <NodeLatency address={address} />
      <NodePlots graph={graph} node={node} record={record} definition={definition} address={address} handles="all" />
      {isChain && <ShownMeters graph={graph} node={node} address={address} />}
      {isChain && <ChainPanel graph={graph} node={node} />}
      <NodeKeys node={node} />
      <ParameterGroups groups={groups} graph={graph} node={node} record={record} around={around} />
      {parameters === undefined && <SavedParameters record={record} />}
      <NodeActions graph={graph} node={node} record={record} />
    </section>
  );
}

/** What a node that is unknown here was saved with. */
function SavedParameters({ record }: { record: NodeRecord }): ReactNode {
  return (
    <dl className={styles["saved"]}>
      {Object.entries(record.params).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
