import { CHAIN_TYPE, parametersOf, type GraphId, type NodeId, type NodeRecord } from "@twobus/core";
import { useMemo, useState, type ReactNode } from "react";
import { ChainField } from "../chains/chain-field.tsx";
import { ChainPanel } from "../chains/chain-panel.tsx";
import { surroundingChains, type SurroundingChain } from "../chains/expose.ts";
import { ShownMeters } from "../chains/shown-meters.tsx";
import { NodePlots } from "../plots/node-plots.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { valueOf } from "../session/use-parameter.ts";
import styles from "./inspector.module.css";
import { NodeActions } from "./node-actions.tsx";
import { NodeKeys } from "./node-keys.tsx";
import { NodeHeader } from "./node-header.tsx";
import { NodeLatency } from "./node-latency.tsx";
import { ParameterField } from "./parameter-field.tsx";
import { groupParameters, inOneGroup, type ParameterGroup } from "./parameter-names.ts";

/** All that can be set of the node that is selected, derived from its declaration. */
export function Inspector(): ReactNode {
  const graph = useEditorState((state) => state.graph);
  const path = useEditorState((state) => state.path);
  const selected = useEditorState((state) => (state.selection.size === 1 ? [...state.selection][0]! : undefined));
  const record = useEditorState(({ document }) =>
    selected === undefined ? undefined : document.graphs[graph]?.nodes[selected],
  );
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
  return (
    <section className={styles["inspector"]} aria-label={`Settings of ${record.label ?? node}`}>
      <NodeHeader graph={graph} node={node} record={record} definition={definition} />
      <NodeLatency address={address} />
      <NodePlots graph={graph} node={node} record={record} definition={definition} address={address} handles="all" />
      {isChain && <ShownMeters graph={graph} node={node} address={address} />}
      {isChain && <ChainPanel graph={graph} node={node} />}
      <NodeKeys node={node} />
      {groups.map((group) => (
        <Group key={group.heading ?? ""} graph={graph} node={node} record={record} group={group} around={around} />
      ))}
      {parameters === undefined && <SavedParameters record={record} />}
      <NodeActions graph={graph} node={node} record={record} />
    </section>
  );
}

/** A group folds away; one that stands at its defaults begins so. */
function Group({
  group: { heading, parameters },
  around,
  ...place
}: Omit<NodePanelProps, "address"> & {
  group: ParameterGroup;
  around: readonly SurroundingChain[];
}): ReactNode {
  const fields = parameters.map((field) => (
    <ChainField key={field.name} {...place} name={field.name} around={around}>
      <ParameterField {...place} field={field} heading={heading} />
    </ChainField>
  ));
  const isTouched = parameters.some(
    ({ name, parameter }) => valueOf(place.record, name, parameter) !== parameter.default,
  );
  const [isOpenFirst] = useState(isTouched);
  if (heading === undefined) return <div className={styles["group"]}>{fields}</div>;
  return (
    <details className={styles["group"]} open={isOpenFirst} data-touched={isTouched}>
      <summary>{heading}</summary>
      {fields}
    </details>
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
