import type { ReactNode } from "react";
import buttons from "../buttons.module.css";
import styles from "../studio.module.css";
import type { KeptState } from "./keeper.ts";

const ELSEWHERE = "read only: open in another tab";

/** Whether what is on the screen is kept; takes the mix over where another tab has it. */
export function KeptStatus({ kept, onTakeOver }: { kept: KeptState; onTakeOver: () => void }): ReactNode {
  switch (kept.kind) {
    case "untouched":
      return null;
    case "kept":
      return (
        <output className={styles["kept"]} aria-label="Kept">
          kept {new Date(kept.atMs).toLocaleTimeString()}
        </output>
      );
    case "elsewhere":
      return (
        <div className={`${styles["kept"]} ${buttons["all"]}`} role="status">
          <span title={ELSEWHERE}>{ELSEWHERE}</span>
          <button type="button" onClick={onTakeOver}>
            Take over
          </button>
        </div>
      );
  }
}
