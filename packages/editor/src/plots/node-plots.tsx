import { isPlainValue, type NodeDefinition, type NodeRecord, type PlainValues } from "@twobus/core";
import { useMemo, type ReactNode } from "react";
import { useNodeCurves } from "./node-curves.tsx";
import { ReductionHistory } from "./reduction-history.tsx";
import { ResponsePlot } from "./response-plot.tsx";
import { TransferPlot } from "./transfer-plot.tsx";
import styles from "./plot.module.css";

const REDUCTION_METER = "gainReductionDb";

/** Whether a node reports a gain reduction. */
const isDynamic = (definition: NodeDefinition | undefined): boolean =>
  definition?.meters?.includes(REDUCTION_METER) === true;

/** What can be drawn of a node: its response or transfer curve, and its gain reduction while it plays. */
export function NodePlots({
  record,
  definition,
  address,
}: {
  record: NodeRecord;
  definition: NodeDefinition | undefined;
  address: string;
}): ReactNode {
  const values = useMemo(
    (): PlainValues =>
      Object.fromEntries(Object.entries(record.params).filter(([, value]) => isPlainValue(value))) as PlainValues,
    [record.params],
  );
  const curves = useNodeCurves(record.type, values);
  const name = record.label ?? definition?.name ?? record.type;
  return (
    <div className={styles["plots"]}>
      {curves?.response !== undefined && <ResponsePlot response={curves.response} label={`Response of ${name}`} />}
      {curves?.transfer !== undefined && (
        <TransferPlot transfer={curves.transfer} label={`Transfer curve of ${name}`} />
      )}
      {isDynamic(definition) && (
        <ReductionHistory meter={`${address}.${REDUCTION_METER}`} label={`Gain reduction of ${name}`} />
      )}
    </div>
  );
}
