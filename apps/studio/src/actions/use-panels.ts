import { useCallback, useState } from "react";
import { readKept, writeKept } from "./kept-setting.ts";

/** Panels beside the canvas that can be opened. */
export type Panel = "tree" | "history";

export interface Panels {
  readonly open: ReadonlySet<Panel>;
  readonly toggle: (panel: Panel) => void;
}

const NAME = "twobus-panels";
const isPanel = (word: string): word is Panel => word === "tree" || word === "history";

/** Which panels are open; this browser remembers it. */
export function usePanels(): Panels {
  const [open, setOpen] = useState<ReadonlySet<Panel>>(
    () => new Set((readKept(NAME) ?? "").split(" ").filter(isPanel)),
  );
  const toggle = useCallback((panel: Panel) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(panel)) after.add(panel);
      writeKept(NAME, [...after].join(" "));
      return after;
    });
  }, []);
  return { open, toggle };
}
