import type { ReactNode } from "react";
import { NodePlots, type NodePlotsProps } from "../src/plots/node-plots.tsx";
import { useEditorState, useSession } from "../src/session/session-context.tsx";

/** All that can be drawn of a node of the root graph of the toy mix. */
export function ShownPlots({ node, handles }: Pick<NodePlotsProps, "node" | "handles">): ReactNode {
  const { registry } = useSession();
  const record = useEditorState(({ document }) => document.graphs["mix"]!.nodes[node]!);
  const definition = registry.definition(record.type);
  return <NodePlots graph="mix" node={node} record={record} definition={definition} address={node} handles={handles} />;
}
