import type { ReactNode } from "react";
import buttons from "../buttons.module.css";
import styles from "../studio.module.css";
import type { Panels } from "./use-panels.ts";

/** Opens and closes the panels beside the canvas, and the map of all keys. */
export function PanelButtons({ panels: { open, toggle }, onKeys }: { panels: Panels; onKeys: () => void }): ReactNode {
  return (
    <div className={`${styles["panels"]} ${buttons["all"]}`}>
      <button type="button" aria-pressed={open.has("library")} onClick={() => toggle("library")}>
        Library
      </button>
      <button type="button" aria-pressed={open.has("tree")} onClick={() => toggle("tree")}>
        Tree
      </button>
      <button type="button" aria-pressed={open.has("history")} onClick={() => toggle("history")}>
        History
      </button>
      <button type="button" aria-haspopup="dialog" onClick={onKeys}>
        Keys…
      </button>
    </div>
  );
}
