import type { GraphId, NodeId, NodeRecord } from "@twobus/core";
import { useId, type ReactNode } from "react";
import { Knob } from "../controls/knob.tsx";
import { useParameter } from "../session/use-parameter.ts";
import { valueOf } from "../session/value-of.ts";
import styles from "./inspector.module.css";
import type { LabelledParameter } from "./parameter-names.ts";

/** A parameter's control, after its kind. `heading` is what its group is called. */
export function ParameterField({
  graph,
  node,
  record,
  field: { name, label, unit, parameter },
  heading,
}: {
  graph: GraphId;
  node: NodeId;
  record: NodeRecord;
  field: LabelledParameter;
  heading: string | undefined;
}): ReactNode {
  const handle = useParameter(graph, node, name);
  const describedBy = useId();
  const value = valueOf(record, name, parameter);
  const { description } = parameter;
  if (parameter.kind === "number") {
    return (
      <Knob
        {...handle}
        label={label}
        spokenLabel={heading === undefined ? label : `${heading}, ${label}`}
        parameter={parameter}
        value={Number(value)}
        description={description}
      />
    );
  }
  return (
    <label
      className={styles["row"]}
      data-default={value === parameter.default}
      data-automated={handle.isAutomated}
      title={description}
    >
      <span>{label}</span>
      {parameter.kind === "choice" ? (
        <select
          value={String(value)}
          aria-describedby={describedBy}
          onChange={({ currentTarget }) => handle.onChange(parameter.options[currentTarget.selectedIndex]!)}
        >
          {parameter.options.map((option) => (
            <option key={option} value={option}>
              {readOption(option, unit)}
            </option>
          ))}
        </select>
      ) : (
        <input
          type="checkbox"
          checked={value === true}
          aria-describedby={describedBy}
          onChange={({ currentTarget }) => handle.onChange(currentTarget.checked)}
        />
      )}
      <span id={describedBy} hidden>
        {description}
      </span>
    </label>
  );
}

const readOption = (option: string | number, unit: string | undefined): string =>
  typeof option === "number"
    ? `${option}${unit === undefined ? "" : ` ${unit}`}`.replace("-", "−")
    : option.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
