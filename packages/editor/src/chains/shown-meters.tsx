import { meterPlace, PLOT, type GraphId, type MixDocument, type NodeId } from "@twobus/core";
import type { ReactNode } from "react";
import { readName } from "../inspector/parameter-names.ts";
import { useMeter } from "../meters/meter-source.tsx";
import { REDUCTION_METER } from "../meters/reduction-meters.ts";
import { NodePlots } from "../plots/node-plots.tsx";
import plots from "../plots/plot.module.css";
import { ReductionHistory } from "../plots/reduction-history.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./shown-meters.module.css";

interface ShownMetersProps {
  readonly graph: GraphId;
  readonly node: NodeId;
  /** Ids of nodes to the chain node, from the root graph on. */
  readonly address: string;
}

/** The meters and plots that a chain shows of what is inside it, however deep that lies. */
export function ShownMeters({ graph, node, address }: ShownMetersProps): ReactNode {
  const names = useEditorState(({ document }) => {
    const content = document.graphs[graph]?.nodes[node]?.graph;
    return content === undefined ? "" : Object.keys(document.graphs[content]?.interface.meters ?? {}).join("\n");
  });
  if (names === "") return null;
  return (
    <div className={styles["meters"]}>
      {names.split("\n").map((name) => (
        <ShownMeter key={name} graph={graph} node={node} address={address} name={name} />
      ))}
    </div>
  );
}

function ShownMeter({ graph, node, address, name }: ShownMetersProps & { name: string }): ReactNode {
  const { registry } = useSession();
  const [innerGraph, meter, ...path] = useEditorState(({ document }) => wayTo(document, graph, node, name)).split("\n");
  const innerNode = path.at(-1) ?? "";
  const record = useEditorState(({ document }) => document.graphs[innerGraph!]?.nodes[innerNode]);
  if (record === undefined) return null;
  const inner = [address, ...path].join("/");
  const { label } = readName(name);
  if (meter === PLOT) {
    return (
      <NodePlots
        graph={innerGraph!}
        node={innerNode}
        record={record}
        definition={registry.definition(record.type)}
        address={inner}
        handles="none"
      />
    );
  }
  if (meter === REDUCTION_METER) {
    return (
      <div className={plots["plots"]}>
        <ReductionHistory meter={`${inner}.${meter}`} label={label} />
      </div>
    );
  }
  return <Figure meter={`${inner}.${meter}`} label={label} unit={readName(meter!).unit ?? ""} />;
}

/** Lines: the graph of the processor that has the meter, the meter, and the way from the chain node to the processor. */
function wayTo(document: MixDocument, graph: GraphId, node: NodeId, name: string): string {
  const record = document.graphs[graph]?.nodes[node];
  const place = record === undefined ? undefined : meterPlace(document, node, record, name);
  if (place === undefined) return "";
  const path = place.path.slice(1);
  let inside = record!.graph!;
  for (const step of path.slice(0, -1)) inside = document.graphs[inside]!.nodes[step]!.graph!;
  return [inside, place.meter, ...path].join("\n");
}

/** A meter that is no gain reduction, in figures. */
function Figure({ meter, label, unit }: { meter: string; label: string; unit: string }): ReactNode {
  const figure = useMeter<HTMLOutputElement>((element, { meters }) => {
    const value = meters[meter];
    element.textContent = value === undefined ? "–" : `${value.toFixed(1).replace("-", "−")} ${unit}`;
  });
  return (
    <p className={styles["figure"]}>
      {label} <output ref={figure}>–</output>
    </p>
  );
}
