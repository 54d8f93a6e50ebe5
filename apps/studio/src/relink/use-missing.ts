import { useEffect, useState } from "react";
import type { Desk } from "../desk.ts";
import { findMissing } from "./find-missing.ts";
import type { MissingRecording } from "./match-missing.ts";

/** Looks whether the recordings of a mix are there when it is opened. */
export function useMissing(
  desk: Desk | undefined,
  onMissing: () => void,
): {
  readonly missing: readonly MissingRecording[];
  readonly setMissing: (missing: readonly MissingRecording[]) => void;
} {
  const [missing, setMissing] = useState<readonly MissingRecording[]>([]);
  useEffect(() => {
    setMissing([]);
    if (desk === undefined) return undefined;
    let isGone = false;
    void findMissing(desk.mix.document, desk.mix.media).then((found) => {
      if (isGone) return;
      setMissing(found);
      if (found.length > 0) onMissing();
    });
    return () => {
      isGone = true;
    };
  }, [desk, onMissing]);
  return { missing, setMissing };
}
