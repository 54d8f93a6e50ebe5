import type { MixDocument, Problem } from "@twobus/core";
import { useEditorState, useSession } from "@twobus/editor";
import { createWebRenderer, type BounceResult, type MediaLocation } from "@twobus/renderer-web";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { bouncePlace, type BouncePlace } from "./files/bounce-place.ts";
import type { FilePlace } from "./keeping/file-place.ts";
import { SaveStatus } from "./keeping/save-status.tsx";
import { newWorker } from "./playback.ts";
import { registry } from "./registry.ts";
import styles from "./studio.module.css";
import { problemOf } from "./problems/problem-of.ts";

/** Saves the mix, and renders it into a file. */
export function Deliver({
  media,
  file,
  onSave,
  onSaveAs,
  onProblem,
}: {
  media: MediaLocation;
  /** Where the mix lies in a file that takes edits. */
  file: FilePlace | undefined;
  onSave: () => void;
  /** Absent where the mix lies in a file. */
  onSaveAs: (() => void) | undefined;
  onProblem: (problem: Problem) => void;
}): ReactNode {
  const session = useSession();
  const [progress, setProgress] = useState<number | undefined>(undefined);
  const [packed, setPacked] = useState<number | undefined>(undefined);
  const [result, setResult] = useState<BounceResult & { readonly of: MixDocument }>();
  const isNow = useEditorState((state) => state.document === result?.of);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(
    () => () => {
      if (running.current === undefined) return;
      running.current.abort();
      onProblem(GIVEN_UP);
    },
    [onProblem],
  );

  const bounceTo = async (place: BouncePlace, document: MixDocument, signal: AbortSignal): Promise<BounceResult> => {
    const renderer = createWebRenderer({ registry, newWorker, media });
    try {
      await renderer.update(document);
      const done = await renderer.bounce({
        container: "wav",
        sampleFormat: "int24",
        to: place.to,
        progress: (frames, total) => setProgress(frames / total),
        signal,
      });
      await place.deliver(done);
      return done;
    } finally {
      await renderer.dispose();
    }
  };
  const bounce = async (): Promise<void> => {
    const { document } = session;
    const { signal } = (running.current = new AbortController());
    let place: BouncePlace | undefined;
    setResult(undefined);
    setProgress(0);
    try {
      place = await bouncePlace(`${document.name}.wav`);
      if (place !== undefined) setResult({ ...(await bounceTo(place, document, signal)), of: document });
    } catch (error) {
      await place?.discard();
      if (!signal.aborted) onProblem(problemOf(error));
    } finally {
      running.current = undefined;
      setProgress(undefined);
    }
  };
  const pack = (): void => {
    setPacked(0);
    import("./bundle/save-bundle.ts")
      .then(({ saveBundle }) => saveBundle(session.document, media, setPacked))
      .catch((error: unknown) => onProblem(problemOf(error)))
      .finally(() => setPacked(undefined));
  };
  return (
    <div className={styles["deliver"]}>
      {file === undefined ? (
        <button type="button" onClick={onSave}>
          Save
        </button>
      ) : (
        <SaveStatus file={file} onSave={onSave} />
      )}
      {onSaveAs !== undefined && (
        <button type="button" onClick={onSaveAs}>
          Save as…
        </button>
      )}
      {packed === undefined ? (
        <button
          type="button"
          aria-label="Save with audio"
          title="The mix and its recordings in one file"
          onClick={pack}
        >
          <span className={styles["long"]}>Save with audio</span>
          <span className={styles["short"]}>With audio</span>
        </button>
      ) : (
        <progress value={packed} aria-label="Saving with audio" />
      )}
      {progress === undefined ? (
        <button type="button" onClick={() => void bounce()}>
          Bounce
        </button>
      ) : (
        <>
          <progress value={progress} aria-label="Bounce" />
          <button type="button" onClick={() => running.current?.abort()}>
            Cancel
          </button>
        </>
      )}
      {result !== undefined && (
        <output
          aria-label="Bounced"
          title={isNow ? result.pcmSha256 : `Before the last edits: ${result.pcmSha256}`}
          data-old={!isNow}
        >
          {!isNow && "was "}
          {result.measure.integratedLufs?.toFixed(1).replace("-", "−")} LUFS
          {isNow && <span className={styles["long"]}>, {result.pcmSha256.slice(0, 12)}</span>}
        </output>
      )}
    </div>
  );
}

const GIVEN_UP: Problem = {
  code: "bounce-given-up",
  at: "bounce",
  message: "the mix was left before it was done, and nothing of it is there; bounce again",
};
