import { useState, type CSSProperties, type ReactNode } from "react";
import styles from "./knob.module.css";
import { useValueControl, type ValueControlProps } from "./use-value-control.ts";
import { ValueFigure } from "./value-figure.tsx";

export interface KnobProps extends ValueControlProps {
  /** Automation moves it: the figure is where it starts from. */
  readonly isAutomated?: boolean;
}

/** Of a circle, from the lower left over the top to the lower right. */
const SWEEP = 0.75;

/**
 * A value as a knob with its name and its figure. Drag it upwards or downwards, with Shift a tenth as far, with Control and Shift
 * a hundredth; arrows and Page keys step, Home and End lead to the ends, the wheel turns it while it has the focus; a double
 * click and Delete give the default. Enter, or a click on the figure, lets one type: `-18`, `2.5k`, `30ms`, `4:1`, `+3dB`.
 */
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
      <ValueFigure control={props} isTyping={isTyping} setTyping={setTyping} />
    </div>
  );
}
