import { useState, type ReactNode } from "react";
import { useValueControl, type ValueControlProps } from "./use-value-control.ts";
import styles from "./value-field.module.css";
import { ValueFigure } from "./value-figure.tsx";

/**
 * A value as its name and its figure, where there is no room for a dial. Drag the name upwards or downwards, or step it by keys,
 * as a knob; Enter, or a click on the figure, lets one type.
 */
export function ValueField(props: ValueControlProps): ReactNode {
  const { label, parameter, value } = props;
  const [isTyping, setTyping] = useState(false);
  const { attributes } = useValueControl(props, { orientation: "vertical", onEnter: () => setTyping(true) });
  return (
    <div className={`${styles["field"]} nodrag nopan nowheel`} data-default={value === parameter.default}>
      <div {...attributes} className={styles["label"]}>
        {label}
      </div>
      <ValueFigure control={props} isTyping={isTyping} setTyping={setTyping} />
    </div>
  );
}
