import type { Problem } from "@twobus/core";
import { useSession } from "@twobus/editor";
import { createWebRenderer, type BounceResult, type MediaLocation } from "@twobus/renderer-web";
import { useRef, useState, type ReactNode } from "react";
import { download } from "./download.ts";
import { saveMix } from "./files/save-mix.ts";
import type { Autosave } from "./keeping/autosave.ts";
import { SaveStatus } from "./keeping/save-status.tsx";
import { newWorker } from "./playback.ts";
import { registry } from "./registry.ts";
import styles from "./studio.module.css";
import { problemOf } from "./problems/problem-of.ts";

/** Saves the mix, and renders it into a file. */
export function Deliver({
  media,
  file,
  onProblem,
}: {
  media: MediaLocation;
  /** Where the mix lies in a file that takes edits. */
  file: Autosave | undefined;
  onProblem: (problem: Problem) => void;
}): ReactNode {
  const session = useSession();
  const [progress, setProgress] = useState<number | undefined>(undefined);
  const [packed, setPacked] = useState<number | undefined>(undefined);
  const [result, setResult] = useState<BounceResult | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);

  const bounce = async (): Promise<void> => {
    const { document } = session;
    const renderer = createWebRenderer({ registry, newWorker, media });
    running.current = new AbortController();
    setResult(undefined);
    setProgress(0);
    try {
      await renderer.update(document);
      const done = await renderer.bounce({
        container: "wav",
        sampleFormat: "int24",
        to: { kind: "memory" },
        progress: (frames, total) => setProgress(frames / total),
        signal: running.current.signal,
      });
      setResult(done);
      download(`${document.name}.wav`, done.blob!);
    } catch (error) {
      if (!running.current.signal.aborted) onProblem(problemOf(error));
    } finally {
      setProgress(undefined);
      await renderer.dispose();
    }
  };
  const save = (): void => {
    saveMix(session.document).catch((error: unknown) => onProblem(problemOf(error)));
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
        <button type="button" onClick={save}>
          Save
        </button>
      ) : (
        <SaveStatus file={file} />
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
        <output aria-label="Bounced" title={result.pcmSha256}>
          {result.measure.integratedLufs?.toFixed(1).replace("-", "−")} LUFS
          <span className={styles["long"]}>, {result.pcmSha256.slice(0, 12)}</span>
        </output>
      )}
    </div>
  );
}
