import { problemsOf, TwobusError, type OpenRecording, type Problem, type Recording } from "@twobus/core";

/** What is wrong with recordings, said once: each seek opens and reads all of them anew. */
export interface RecordingProblems {
  /** Opens as `open` does, and has an ear for what goes wrong. */
  watching(open: OpenRecording): OpenRecording;
  /** Passes a problem on unless it is one of a recording that has been told, and still holds. */
  report(problem: Problem): void;
}

export function createRecordingProblems(tell: (problem: Problem) => void): RecordingProblems {
  /** By file: why it cannot be opened. */
  const unopened = new Map<string, readonly string[]>();
  const ofRecordings = new Set<string>();
  const told = new Set<string>();
  /** It may be there now, or something else be wrong: what was wrong is news when it comes again. */
  const forget = (file: string, stillWrong: readonly string[] = []): void => {
    for (const key of unopened.get(file) ?? []) if (!stillWrong.includes(key)) told.delete(key);
    unopened.delete(file);
  };
  const noted = (file: string, error: unknown): TwobusError => {
    const problems = problemsOf(error, (cause) => unreadable(file, cause));
    for (const problem of problems) ofRecordings.add(keyOf(problem));
    return new TwobusError(problems);
  };
  const tellOnce = (key: string, problem: Problem): void => {
    if (told.has(key)) return;
    told.add(key);
    tell(problem);
  };

  /** A recording may turn out to be damaged on the way: that counts more damage with each read, and is told at the first. */
  const watched = (file: string, recording: Recording): Recording => {
    const look = <T>(result: T): T => {
      for (const problem of recording.warnings) tellOnce(`${file}: ${problem.code}`, problem);
      return result;
    };
    const failed = (error: unknown): never => {
      throw noted(file, error);
    };
    const looking = <T>(reading: Promise<T>): Promise<T> => reading.then(look, failed);
    const { readStereo, skip } = recording;
    look(undefined);
    return {
      name: recording.name,
      format: recording.format,
      read: (channels) => looking(recording.read(channels)),
      ...(readStereo !== undefined && {
        readStereo: (frames) => {
          const filled = readStereo(frames);
          return typeof filled === "number" ? look(filled) : looking(filled);
        },
      }),
      ...(skip !== undefined && { skip: (frames) => looking(skip(frames)) }),
      get warnings() {
        return recording.warnings;
      },
      close: () => recording.close(),
    };
  };

  return {
    watching: (open) => async (source) => {
      const { file } = source;
      try {
        const recording = await open(source);
        forget(file);
        return watched(file, recording);
      } catch (error) {
        const failure = noted(file, error);
        const keys = failure.problems.map(keyOf);
        forget(file, keys);
        unopened.set(file, keys);
        throw failure;
      }
    },
    report: (problem) => {
      const key = keyOf(problem);
      if (ofRecordings.has(key)) tellOnce(key, problem);
      else tell(problem);
    },
  };
}

const keyOf = ({ code, at, message }: Problem): string => JSON.stringify([code, at, message]);

const unreadable = (file: string, cause: string): Problem => ({
  code: "unreadable",
  at: file,
  message: `the recording cannot be read (${cause}) and is silent from here on; choose it again`,
});
