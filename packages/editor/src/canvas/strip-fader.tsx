import type { GraphId, NodeDefinition, NodeId, NodeRecord } from "@twobus/core";
import type { ReactNode } from "react";
import { Fader } from "../controls/fader.tsx";
import { useNodeParameter } from "../session/use-node-parameter.ts";

/** One of a strip's own numbers as a fader, where the strip has it. */
export function StripFader({
  graph,
  node,
  record,
  definition,
  param,
  label,
}: {
  graph: GraphId;
  node: NodeId;
  record: NodeRecord;
  definition: NodeDefinition | undefined;
  param: string;
  label: string;
}): ReactNode {
  const found = useNodeParameter(graph, node, record, definition, param);
  if (found?.parameter.kind !== "number") return null;
  const { parameter, value, isAutomated, onChange, onBegin, onEnd } = found;
  return (
    <Fader
      label={`${label} of ${record.label ?? node}`}
      parameter={parameter}
      value={Number(value)}
      isAutomated={isAutomated}
      description={parameter.description}
      onChange={onChange}
      onBegin={onBegin}
      onEnd={onEnd}
    />
  );
}
