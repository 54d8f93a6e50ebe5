import {
  isPlainValue,
  type GraphId,
  type NodeDefinition,
  type NodeId,
  type NodeRecord,
  type PlainValues,
} from "@twobus/core";
import { useMemo, type ReactNode } from "react";
import { REDUCTION_METER } from "../meters/reduction-meters.ts";
import { valueOf } from "../session/value-of.ts";
import { BandHandle } from "./band-handle.tsx";
import { bandsOf, crossoversOf, isOff, type Band } from "./bands.ts";
import { CrossoverPlot } from "./crossover-plot.tsx";
import { useNodeCurves } from "./node-curves.tsx";
import { ReductionHistory } from "./reduction-history.tsx";
import { ResponsePlot } from "./response-plot.tsx";
import { TransferPlot } from "./transfer-plot.tsx";
import styles from "./plot.module.css";

const NO_BANDS: readonly Band[] = [];

/** Whether a node reports a gain reduction. */
const isDynamic = (definition: NodeDefinition | undefined): boolean =>
  definition?.meters?.includes(REDUCTION_METER) === true;

export interface NodePlotsProps {
  /** The graph that the node lies in. */
  readonly graph: GraphId;
  /** Its id there. */
  readonly node: NodeId;
  /** What the document says of it. */
  readonly record: NodeRecord;
  /** What its pack says of its type; undefined where no pack knows it. */
  readonly definition: NodeDefinition | undefined;
  /** Where its meters are found: ids of nodes from the root graph on, as `drums/glue`. */
  readonly address: string;
  /** Which bands can be moved: all of them, those that are on, or none. */
  readonly handles: "all" | "on" | "none";
}

/**
 * What can be drawn of a node of a session: its response with bands to be moved, its crossovers or its transfer curve, and its
 * gain reduction while it plays. Curves come from the `NodeCurvesProvider`, readings from the `MeterProvider` around it.
 */
export function NodePlots({ graph, node, record, definition, address, handles }: NodePlotsProps): ReactNode {
  const values = useMemo(
    (): PlainValues =>
      Object.fromEntries(Object.entries(record.params).filter(([, value]) => isPlainValue(value))) as PlainValues,
    [record.params],
  );
  const curves = useNodeCurves(record.type, values);
  const bands = useMemo(() => (definition === undefined ? NO_BANDS : bandsOf(definition)), [definition]);
  const crossovers = useMemo(() => crossoversInUse(record, definition), [record, definition]);
  const name = record.label ?? definition?.name ?? record.type;
  const place = { graph, node, record };
  const shown = handles === "all" ? bands : bands.filter((band) => isOn(record, band));
  const drawHandles = (rangeDb: number): ReactNode =>
    shown.map((band) => <BandHandle key={band.frequency.name} {...place} band={band} rangeDb={rangeDb} />);
  return (
    <div className={styles["plots"]}>
      {curves?.response !== undefined && (
        <ResponsePlot
          response={curves.response}
          label={`Response of ${name}`}
          handles={handles === "none" ? undefined : drawHandles}
        />
      )}
      {crossovers.length > 0 && (
        <CrossoverPlot
          {...place}
          crossovers={crossovers}
          label={`Bands of ${name}`}
          address={address}
          isEditable={handles !== "none"}
        />
      )}
      {curves?.transfer !== undefined && crossovers.length === 0 && (
        <TransferPlot transfer={curves.transfer} label={`Transfer curve of ${name}`} />
      )}
      {isDynamic(definition) && (
        <ReductionHistory meter={`${address}.${REDUCTION_METER}`} label={`Gain reduction of ${name}`} />
      )}
    </div>
  );
}

const isOn = (record: NodeRecord, { shape }: Band): boolean =>
  shape === undefined || !isOff(valueOf(record, shape.name, shape.parameter));

/** One less than the node has `bands`. */
function crossoversInUse(record: NodeRecord, definition: NodeDefinition | undefined): readonly Band[] {
  const count = definition?.params["bands"];
  if (definition === undefined || count === undefined) return NO_BANDS;
  return crossoversOf(definition.params).slice(0, Number(valueOf(record, "bands", count)) - 1);
}
