import type { GraphId, NodeId, NodeRecord } from "@twobus/core";
import { useState, type ReactNode } from "react";
import { ChainField } from "../chains/chain-field.tsx";
import type { SurroundingChain } from "../chains/expose.ts";
import { valueOf } from "../session/value-of.ts";
import styles from "./inspector.module.css";
import { ParameterField } from "./parameter-field.tsx";
import type { ParameterGroup } from "./parameter-names.ts";

interface ParameterPlace {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  /** Chains that could show them, the innermost first; none where nothing is said of them. */
  readonly around?: readonly SurroundingChain[];
}

/** What can be set of a node. */
export function ParameterGroups({
  groups,
  ...place
}: ParameterPlace & { readonly groups: readonly ParameterGroup[] }): ReactNode {
  return groups.map((group) => <Group key={group.heading ?? ""} group={group} {...place} />);
}

const NONE: readonly SurroundingChain[] = [];

/** A group folds away; one that stands at its defaults begins so. */
function Group({
  group: { heading, parameters },
  around = NONE,
  ...place
}: ParameterPlace & { readonly group: ParameterGroup }): ReactNode {
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
