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
): StemIntake | undefined {
  return useMemo(() => {
    if (!takesRecordings(mix)) return undefined;
    const bring = async (files: readonly ChosenFile[], take: TakeStems): Promise<void> => {
      const { recordings } = sortFiles(files);
      if (recordings.length === 0) return onProblem(NO_RECORDINGS);
      say(`Copying ${counted(recordings.length, "recording")}…`);
      const intake = startIntake();
      try {
        const place = { document: session.document, media: mix.media };
        const { stems, problems } = await bringStems(intake, place, recordings, () => {});
        problems.forEach(onProblem);
        if (stems.length === 0) return;
        say(take(stems) ?? `${counted(stems.length, "new track")}.`);
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
  }, [mix, session, say, onProblem]);
}

const NO_RECORDINGS: Problem = {
  code: "no-audio-files",
  at: "chosen files",
  message: "there are no recordings among them; choose WAV, AIFF, FLAC, MP3, Ogg or Opus files",
};
