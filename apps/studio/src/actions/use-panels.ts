import { useCallback, useState } from "react";
import { readKept, writeKept } from "./kept-setting.ts";

/** Panels beside the canvas that can be opened. */
export type Panel = "tree" | "history" | "library";

export interface Panels {
  readonly open: ReadonlySet<Panel>;
  readonly toggle: (panel: Panel) => void;
  readonly show: (panel: Panel) => void;
}

const NAME = "twobus-panels";
const isPanel = (word: string): word is Panel => ["tree", "history", "library"].includes(word);

/** Which panels are open; this browser remembers it. */
export function usePanels(): Panels {
  const [open, setOpen] = useState<ReadonlySet<Panel>>(
    () => new Set((readKept(NAME) ?? "").split(" ").filter(isPanel)),
  );
  const change = useCallback((panel: Panel, isToBeOpen: (isOpen: boolean) => boolean) => {
    setOpen((before) => {
      const after = new Set(before);
      if (isToBeOpen(after.delete(panel))) after.add(panel);
      writeKept(NAME, [...after].join(" "));
      return after;
    });
  }, []);
  const toggle = useCallback((panel: Panel) => change(panel, (isOpen) => !isOpen), [change]);
  const show = useCallback((panel: Panel) => change(panel, () => true), [change]);
  return { open, toggle, show };
}
