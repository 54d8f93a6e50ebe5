import { useState, type ReactNode } from "react";
import styles from "./slider.module.css";
import { useValueControl, type ValueControlProps } from "./use-value-control.ts";
import { ValueField } from "./value-field.tsx";

export interface SliderProps extends ValueControlProps {
  /** A lane moves it: the figure is where it starts from. */
  readonly isAutomated?: boolean;
}

/** A value on a bar with its name and its figure: drag sideways; Enter, or a click on the figure, to type. */
export function Slider(props: SliderProps): ReactNode {
  const { label, parameter, value, description, isAutomated = false } = props;
  const [isTyping, setTyping] = useState(false);
  const { position, attributes } = useValueControl(props, {
    orientation: "horizontal",
    onEnter: () => setTyping(true),
  });
  const origin =
    parameter.min < 0 && parameter.scale === "linear" ? -parameter.min / (parameter.max - parameter.min) : 0;
  const from = Math.min(1, origin);
  return (
    <div
      className={`${styles["row"]} nodrag nopan nowheel`}
      data-default={value === parameter.default}
      data-automated={isAutomated}
    >
      <span className={styles["label"]} title={description}>
        {label}
      </span>
      <div {...attributes} className={styles["track"]}>
        <div
          className={styles["fill"]}
          style={{
            insetInlineStart: `${100 * Math.min(from, position)}%`,
            inlineSize: `${100 * Math.abs(position - from)}%`,
          }}
        />
        <div className={styles["tick"]} style={{ insetInlineStart: `${100 * position}%` }} />
      </div>
      <ValueField control={props} isTyping={isTyping} setTyping={setTyping} />
    </div>
  );
}
