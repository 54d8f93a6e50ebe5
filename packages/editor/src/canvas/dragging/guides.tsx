import { ViewportPortal } from "@xyflow/react";
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import styles from "./guides.module.css";
import type { Snapper } from "./snapper.ts";

/** The lines that what is dragged stands on. */
export function Guides({ snapper }: { snapper: Snapper }): ReactNode {
  const guides = useSyncExternalStore(snapper.subscribe, snapper.guides);
  useEffect(() => {
    const follow = ({ altKey }: PointerEvent): void => {
      snapper.isOff = altKey;
    };
    addEventListener("pointermove", follow, { capture: true });
    return () => removeEventListener("pointermove", follow, { capture: true });
  }, [snapper]);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      <svg className={styles["guides"]} aria-hidden="true">
        {guides.map(({ axis, at, from, to }) =>
          axis === "x" ? (
            <line key={`x ${at}`} x1={at} x2={at} y1={from} y2={to} />
          ) : (
            <line key={`y ${at}`} x1={from} x2={to} y1={at} y2={at} />
          ),
        )}
      </svg>
    </ViewportPortal>
  );
}
