import { useEffect, useState } from "react";
import type { Desk } from "../desk.ts";
import { takesRecordings } from "../keeping/opened-mix.ts";
import { findMissing } from "./find-missing.ts";
import { playedOf, type MissingRecording } from "./match-missing.ts";

/** Looks whether the recordings of a mix are there when it is opened, where they can be brought. */
export function useMissing(
  desk: Desk | undefined,
  onMissing: () => void,
): {
  /** Edits may leave some without a track. */
  readonly missing: readonly MissingRecording[];
  readonly setMissing: (missing: readonly MissingRecording[]) => void;
} {
  const [found, setFound] = useState<{ readonly of: Desk; readonly list: readonly MissingRecording[] }>();
  useEffect(() => {
    if (desk === undefined || !takesRecordings(desk.mix)) return undefined;
    let isGone = false;
    const look = async (): Promise<void> => {
      const list = await findMissing(desk.mix.document, desk.mix.media);
      if (isGone) return;
      setFound({ of: desk, list });
      if (playedOf(list, desk.session.document).length > 0) onMissing();
    };
    void look();
    return () => {
      isGone = true;
    };
  }, [desk, onMissing]);
  return {
    // The same mix, opened again with what was found, is missing no more than before.
    missing: found !== undefined && found.of.mix.id === desk?.mix.id ? found.list : NONE,
    setMissing: (list) => setFound(desk && { of: desk, list }),
  };
}

const NONE: readonly MissingRecording[] = [];
