import type { ChainDocument } from "@twobus/core";
import { useEffect, useState, type ReactNode } from "react";
import { compareGolden, type GoldenVerdict } from "./golden.ts";
import styles from "./library.module.css";

/** Says whether a chain sounds here as it did where it was made. */
export function GoldenLine({ chain }: { chain: ChainDocument }): ReactNode {
  const [verdict, setVerdict] = useState<GoldenVerdict | undefined>(undefined);
  useEffect(() => {
    const over = new AbortController();
    void compareGolden(chain, over.signal).then((found) => over.signal.aborted || setVerdict(found));
    return () => over.abort();
  }, [chain]);
  return (
    <output className={styles["said"]} data-holds={verdict?.holds}>
      {verdict?.words ?? "comparing how it sounds …"}
    </output>
  );
}
