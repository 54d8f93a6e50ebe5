import { counted, type Problem } from "@twobus/core";
import { useCallback, useState, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { chooseFiles } from "../files/choose-files.ts";
import { useDrop } from "../files/use-drop.ts";
import { sortFiles, type ChosenFile } from "../intake/chosen-files.ts";
import type { KeptMedia } from "../keeping/records.ts";
import { storageProblem } from "../keeping/storage-problem.ts";
import type { MissingRecording } from "./match-missing.ts";
import { relink } from "./relink.ts";

/** Names the recordings that a mix plays and that are not there, and takes them from files. */
export function Missing({
  missing,
  media,
  onFound,
  onClose,
}: {
  missing: readonly MissingRecording[];
  /** Where the mix looks for them. */
  media: KeptMedia;
  /** Some were found; these are still missing. */
  onFound: (stillMissing: readonly MissingRecording[]) => void;
  onClose: () => void;
}): ReactNode {
  const [progress, setProgress] = useState<number | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [different, setDifferent] = useState<readonly MissingRecording[]>([]);
  const [words, setWords] = useState("");
  const take = async (files: readonly ChosenFile[]): Promise<void> => {
    setProgress(0);
    setProblem(undefined);
    try {
      const report = await relink(media, missing, sortFiles(files).recordings, setProgress);
      setDifferent(report.different);
      setProblem(report.problem);
      setWords(`${report.found.size} of ${missing.length} found.`);
      if (report.found.size > 0 && report.problem === undefined) onFound(report.stillMissing);
    } catch (error) {
      setProblem(storageProblem(error, "recordings"));
    } finally {
      setProgress(undefined);
    }
  };
  const fail = useCallback((error: unknown) => setProblem(storageProblem(error, "recordings")), []);
  useDrop((files) => {
    if (progress === undefined) void take(files);
  }, fail);
  const isDifferent = new Set(different.map(({ file }) => file));
  return (
    <Dialog
      title={`${counted(missing.length, "recording")} of this mix ${missing.length === 1 ? "is" : "are"} missing`}
      onClose={onClose}
    >
      <p>
        Their tracks are silent; the rest plays. Drop or choose the recordings, or the folder that holds them: they are
        known by name, length and content, and copied to where the mix looks for them.
      </p>
      <p>
        <button
          type="button"
          disabled={progress !== undefined}
          onClick={() => chooseFiles({ isFolder: true }, (files) => void take(files))}
        >
          Choose a folder
        </button>{" "}
        <button
          type="button"
          disabled={progress !== undefined}
          onClick={() => chooseFiles({}, (files) => void take(files))}
        >
          Choose files
        </button>
      </p>
      {progress !== undefined && <progress value={progress} aria-label="Copying recordings" />}
      <p role="status">{words}</p>
      {problem !== undefined && (
        <p role="alert">
          <strong>{problem.at}</strong>: {problem.message}.
        </p>
      )}
      <ul>
        {missing.map(({ file, frames, sampleRate }) => (
          <li key={file}>
            <span>{file}</span>
            {isDifferent.has(file) && (
              <small>the file of that name is another recording: it is not as long, or not the same bytes</small>
            )}
            <small>{(frames / sampleRate).toFixed(1)} s</small>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
