import { problemsOf, TwobusError, type OpenRecording, type Problem, type Recording } from "@twobus/core";
import type { ToldOfRecordings } from "../live/live-worker.ts";
import { returning } from "./returning-recording.ts";

/** What is wrong with recordings, said once: each seek opens and reads all of them anew. */
export interface RecordingProblems {
  /** Opens as `open` does, has an ear for what goes wrong, and looks again for what the connection has lost. */
  watching(open: OpenRecording): OpenRecording;
  /** Passes a problem on unless it is one of a recording that has been told, and still holds. */
  report(problem: Problem): void;
}

export interface RecordingProblemsOptions {
  readonly tell: (problem: Problem) => void;
  /** What was told before by another Worker. */
  readonly before: ToldOfRecordings;
  /** Given what is to be known to the next. */
  readonly remember: (told: ToldOfRecordings) => void;
}

export function createRecordingProblems({ tell, before, remember }: RecordingProblemsOptions): RecordingProblems {
  const told = new Set(before.told);
  /** By file: why it cannot be opened. */
  const unopened = new Map(before.unopened);
  const ofRecordings = new Set<string>();
  const forget = (key: string): void => {
    if (told.delete(key)) remember({ told, unopened });
  };
  /** It may be there now, or something else be wrong: what was wrong is news when it comes again. */
  const setUnopened = (file: string, keys: readonly string[]): void => {
    for (const key of unopened.get(file) ?? []) if (!keys.includes(key)) forget(key);
    if (keys.length === 0) unopened.delete(file);
    else unopened.set(file, keys);
  };
  const noted = (file: string, error: unknown): TwobusError => {
    const problems = problemsOf(error, (cause) => unreadable(file, cause));
    for (const problem of problems) ofRecordings.add(keyOf(problem));
    return new TwobusError(problems);
  };
  const tellOnce = (key: string, problem: Problem): void => {
    if (told.has(key)) return;
    told.add(key);
    remember({ told, unopened });
    tell(problem);
  };

  const connection = {
    lost: (file: string, problems: readonly Problem[]) =>
      problems.forEach((problem) =>
        tellOnce(`${file}: lost`, { ...problem, message: `${problem.message}${MEANWHILE}` }),
      ),
    found: (file: string) => forget(`${file}: lost`),
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
    watching: (open) => {
      const openReturning = returning(open, connection);
      return async (source) => {
        const { file } = source;
        try {
          const recording = await openReturning(source);
          setUnopened(file, []);
          return watched(file, recording);
        } catch (error) {
          const failure = noted(file, error);
          setUnopened(file, failure.problems.map(keyOf));
          throw failure;
        }
      };
    },
    report: (problem) => {
      const key = keyOf(problem);
      if (ofRecordings.has(key)) tellOnce(key, problem);
      else tell(problem);
    },
  };
}

const MEANWHILE = "; meanwhile the recording is silent, and is tried again by itself";

const keyOf = ({ code, at, message }: Problem): string => JSON.stringify([code, at, message]);

const unreadable = (file: string, cause: string): Problem => ({
  code: "unreadable",
  at: file,
  message: `the recording cannot be read (${cause}) and is silent from here on; choose it again`,
});
