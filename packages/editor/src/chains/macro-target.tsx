import type { MacroRange } from "@twobus/core";
import type { ReactNode } from "react";
import styles from "./chain-panel.module.css";
import { NumberField } from "./number-field.tsx";

const CURVES = ["linear", "exponential", "smooth"] as const satisfies readonly MacroRange["curve"][];

/** What a macro moves: where from, where to, and on which curve. */
export function MacroTarget({
  target,
  range,
  onRange,
  onRemove,
}: {
  target: string;
  range: MacroRange;
  onRange: (range: MacroRange) => void;
  /** Absent for the last one. */
  onRemove?: () => void;
}): ReactNode {
  const { from, to, curve = "linear" } = range;
  return (
    <div className={styles["target"]}>
      <small title={target}>{target}</small>
      <NumberField label={`${target} at 0 %`} value={from} onValue={(next) => onRange({ ...range, from: next })} />
      <NumberField label={`${target} at 100 %`} value={to} onValue={(next) => onRange({ ...range, to: next })} />
      <select
        aria-label={`Curve of ${target}`}
        value={curve}
        onChange={({ currentTarget }) => onRange({ ...range, curve: CURVES[currentTarget.selectedIndex]! })}
      >
        {CURVES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {onRemove !== undefined && (
        <button type="button" aria-label={`Move ${target} no more`} onClick={onRemove}>
          ✕
        </button>
      )}
    </div>
  );
}
