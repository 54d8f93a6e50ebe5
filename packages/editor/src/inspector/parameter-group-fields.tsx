import type { GraphId, NodeId, NodeRecord } from "@twobus/core";
import { useState, type ReactNode } from "react";
import { ChainField } from "../chains/chain-field.tsx";
import type { SurroundingChain } from "../chains/expose.ts";
import { valueOf } from "../session/value-of.ts";
import styles from "./inspector.module.css";
import { ParameterField } from "./parameter-field.tsx";
import type { ParameterGroup } from "./parameter-names.ts";

interface ParameterGroupFieldsProps {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly group: ParameterGroup;
  /** Chains that could show them, the innermost first. */
  readonly around: readonly SurroundingChain[];
}

/** A group folds away; one that stands at its defaults begins so. */
export function ParameterGroupFields({
  group: { heading, parameters },
  around,
  ...place
}: ParameterGroupFieldsProps): ReactNode {
  const fields = parameters.map((field) => (
    <div key={field.name} className={styles["parameter"]} data-parameter={field.name}>
      <ChainField {...place} name={field.name} around={around}>
        <ParameterField {...place} field={field} heading={heading} />
      </ChainField>
    </div>
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
