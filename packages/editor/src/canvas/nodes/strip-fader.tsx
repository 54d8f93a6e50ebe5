import type { GraphId, NodeDefinition, NodeId, NodeRecord } from "@twobus/core";
import type { ReactNode } from "react";
import { Fader } from "../../controls/fader.tsx";
import { useEditorState } from "../../session/session-context.tsx";
import { useParameter } from "../../session/use-parameter.ts";
import { valueOf } from "../../session/value-of.ts";

const TOGETHER = "What is selected with it moves by as much.";

/** One of a strip's own numbers as a fader, where the strip has it. */
export function StripFader({
  graph,
  node,
  record,
  definition,
  param,
  label,
  isBare = false,
}: {
  graph: GraphId;
  node: NodeId;
  record: NodeRecord;
  definition: NodeDefinition | undefined;
  param: string;
  label: string;
  isBare?: boolean;
}): ReactNode {
  const handle = useParameter(graph, node, param);
  const isTogether = useEditorState(({ selection }) => selection.size > 1 && selection.has(node));
  const parameter = definition?.params[param];
  if (parameter?.kind !== "number") return null;
  return (
    <Fader
      {...handle}
      label={`${label} of ${record.label ?? node}`}
      parameter={parameter}
      value={Number(valueOf(record, param, parameter))}
      description={isTogether ? `${parameter.description} ${TOGETHER}` : parameter.description}
      isBare={isBare}
    />
  );
}
