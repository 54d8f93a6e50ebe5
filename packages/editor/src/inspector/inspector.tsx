import { isPlainValue, type NodeDefinition, type NodeRecord, type Parameter, type PlainValue } from "@twobus/core";
import type { ReactNode } from "react";
import { Slider } from "../controls/slider.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";

/** All that can be set of the node that is selected, derived from its declaration. */
export function Inspector(): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const selected = useEditorState((state) => (state.selection.size === 1 ? [...state.selection][0]! : undefined));
  const record = useEditorState(({ document }) =>
    selected === undefined ? undefined : document.graphs[graph]?.nodes[selected],
  );
  if (selected === undefined || record === undefined) {
    return <p className={styles["empty"]}>Select a strip or a processor to see what it can do.</p>;
  }
  const definition = session.registry.definition(record.type);
  const set = (param: string, value: PlainValue): void =>
    void session.do({ kind: "setParameter", graph, node: selected, param, value });
  return (
    <section className={styles["inspector"]} aria-label={`Settings of ${record.label ?? selected}`}>
      <h2>{record.label ?? selected}</h2>
      <p className={styles["summary"]}>{definition?.summary ?? `No pack here has the node ${record.type}.`}</p>
      {parametersOf(definition, record).map(([name, parameter, value]) => (
        <Field
          key={name}
          name={name}
          parameter={parameter}
          value={value}
          onChange={(next) => set(name, next)}
          onBegin={() => session.beginGesture()}
          onEnd={() => session.endGesture()}
        />
      ))}
    </section>
  );
}

function parametersOf(
  definition: NodeDefinition | undefined,
  record: NodeRecord,
): (readonly [string, Parameter, PlainValue])[] {
  return Object.entries(definition?.params ?? {}).map(([name, parameter]) => {
    const value = record.params[name];
    return [name, parameter, isPlainValue(value) ? value : parameter.default] as const;
  });
}

interface FieldProps {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: PlainValue;
  readonly onChange: (value: PlainValue) => void;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

function Field({ name, parameter, value, onChange, onBegin, onEnd }: FieldProps): ReactNode {
  switch (parameter.kind) {
    case "number":
      return (
        <Slider
          label={name}
          parameter={parameter}
          value={Number(value)}
          onChange={onChange}
          onBegin={onBegin}
          onEnd={onEnd}
        />
      );
    case "choice":
      return (
        <label className={styles["row"]} data-default={value === parameter.default}>
          <span>{name}</span>
          <select
            value={String(value)}
            onChange={(event) => {
              const picked = parameter.options.find((option) => String(option) === event.currentTarget.value);
              if (picked !== undefined) onChange(picked);
            }}
          >
            {parameter.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
      );
    case "toggle":
      return (
        <label className={styles["row"]} data-default={value === parameter.default}>
          <span>{name}</span>
          <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
        </label>
      );
  }
}
