import { counted, type Problem } from "@twobus/core";
import type { StemIntake, TakeStems } from "@twobus/editor";
import { useMemo } from "react";
import type { Desk } from "../desk.ts";
import { chooseFiles } from "../files/choose-files.ts";
import { takesRecordings } from "../keeping/opened-mix.ts";
import { storageProblem } from "../keeping/storage-problem.ts";
import { bringStems } from "./bring-stems.ts";
import { droppedFiles, sortFiles, type ChosenFile } from "./chosen-files.ts";
import { startIntake } from "./intake.ts";

/** Recordings for the mix on a desk; nothing where the mix could not look for them anywhere. */
export function useStemIntake(
  { mix, session }: Desk,
  say: (text: string) => void,
  onProblem: (problem: Problem) => void,
  /** A mix is among the files: it is opened with them, as it is where it is dropped elsewhere. */
  onMix: (files: readonly ChosenFile[]) => void,
): StemIntake | undefined {
  return useMemo(() => {
    if (!takesRecordings(mix)) return undefined;
    const bring = async (files: readonly ChosenFile[], take: TakeStems): Promise<void> => {
      const { mix: other, bundle, recordings } = sortFiles(files);
      if (other !== undefined || bundle !== undefined) return onMix(files);
      if (recordings.length === 0) return onProblem(NO_RECORDINGS);
      say(`Copying ${counted(recordings.length, "recording")}…`);
      const intake = startIntake();
      try {
        const place = { document: session.document, media: mix.media };
        const { stems, problems } = await bringStems(intake, place, recordings, () => {});
        problems.forEach(onProblem);
        if (stems.length === 0) return;
        const { document } = session;
        const words = take(stems) ?? `${counted(stems.length, "new track")}.`;
        say(session.document === document ? "" : words); // why it was refused is said by the session
      } finally {
        intake.close();
      }
    };
    const fail = (error: unknown): void => onProblem(storageProblem(error, "recordings"));
    return {
      choose: (take, isSingle = false) => chooseFiles({ isSingle }, (files) => void bring(files, take).catch(fail)),
      drop: (dropped, take) => {
        droppedFiles(dropped)
          .then((files) => bring(files, take))
          .catch(fail);
      },
    };
  }, [mix, session, say, onProblem, onMix]);
}

const NO_RECORDINGS: Problem = {
  code: "no-audio-files",
  at: "chosen files",
  message: "there are no recordings among them; choose WAV, AIFF, FLAC, MP3, Ogg or Opus files",
};
