import { useState, type CSSProperties, type ReactNode } from "react";
import styles from "./knob.module.css";
import { useValueControl, type ValueControlProps } from "./use-value-control.ts";
import { ValueField } from "./value-field.tsx";

export interface KnobProps extends ValueControlProps {
  /** A lane moves it: the figure is where it starts from. */
  readonly isAutomated?: boolean;
}

/** Of a circle, from the lower left over the top to the lower right. */
const SWEEP = 0.75;

/** A value as a knob with its name and its figure: drag upwards or downwards; Enter, or a click on the figure, to type. */
export function Knob(props: KnobProps): ReactNode {
  const { label, parameter, value, isAutomated = false } = props;
  const [isTyping, setTyping] = useState(false);
  const { position, attributes } = useValueControl(props, { orientation: "vertical", onEnter: () => setTyping(true) });
  const isBipolar = parameter.min < 0 && parameter.scale === "linear";
  const origin = isBipolar ? Math.min(1, -parameter.min / (parameter.max - parameter.min)) : 0;
  const from = Math.min(origin, position);
  const length = SWEEP * Math.abs(position - origin);
  return (
    <div
      className={`${styles["row"]} nodrag nopan nowheel`}
      data-default={value === parameter.default}
      data-automated={isAutomated}
    >
      <div {...attributes} className={styles["control"]}>
        <svg viewBox="-12 -12 24 24" className={styles["dial"]} aria-hidden="true">
          <circle r="9.5" pathLength="1" className={styles["way"]} strokeDasharray={`${SWEEP} 1`} />
          <circle
            r="9.5"
            pathLength="1"
            className={styles["arc"]}
            strokeDasharray={`${length} 1`}
            strokeDashoffset={-SWEEP * from}
          />
          <line
            x1="3"
            x2="7.5"
            className={styles["pointer"]}
            style={{ "--turn": `${360 * SWEEP * position}deg` } as CSSProperties}
          />
        </svg>
        <span className={styles["label"]}>{label}</span>
      </div>
      <ValueField control={props} isTyping={isTyping} setTyping={setTyping} />
    </div>
  );
}
