import type { Problem } from "../problem.ts";
import type { Sides } from "./pairs.ts";
import type { TrackPlan } from "./plan-buses.ts";
import type { IntakeFile } from "./report.ts";

/** Lengths that differ by less are equal: resampled copies rarely end on the same instant. */
const SAME_LENGTH_SECONDS = 0.001;

/** What a mixer would want to know about the files before the first listen. */
export function warningsFor(tracks: readonly TrackPlan[], { single }: Sides, sampleRate: number): Problem[] {
  const files = tracks.map(({ file }) => file);
  return [
    ...warnOfRates(files, sampleRate),
    ...warnOfLengths(files.filter(({ frames }) => frames > 0)),
    ...files.filter(({ frames }) => frames === 0).map(warnOfEmptiness),
    ...files.filter(({ channels }) => channels > 2).map(warnOfChannels),
    ...single.map(warnOfSingleSide),
  ];
}

function warnOfRates(files: readonly IntakeFile[], sampleRate: number): Problem[] {
  const others = files.filter((file) => file.sampleRate !== sampleRate);
  return others.map((file) => ({
    code: "other-sample-rate",
    at: file.file,
    message: `The file is at ${file.sampleRate} Hz and will be resampled to the mix's ${sampleRate} Hz.`,
  }));
}

function warnOfLengths(files: readonly IntakeFile[]): Problem[] {
  const sorted = files.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const [longest, shortest] = [sorted[0], sorted.at(-1)];
  if (!longest || !shortest || lengthOf(longest) - lengthOf(shortest) < SAME_LENGTH_SECONDS) return [];
  const shorter = files.filter((file) => lengthOf(longest) - lengthOf(file) >= SAME_LENGTH_SECONDS).length;
  return [
    {
      code: "unequal-lengths",
      at: shortest.file,
      message:
        `${shorter} of ${files.length} files ${shorter === 1 ? "is" : "are"} shorter than the longest (${inSeconds(longest)}); this one lasts ` +
        `${inSeconds(shortest)}. All start at zero: check that they were exported from the same point of the song.`,
    },
  ];
}

const warnOfEmptiness = ({ file }: IntakeFile): Problem => ({
  code: "empty-file",
  at: file,
  message: "The file holds no audio. Export it again, or delete its track.",
});

const warnOfChannels = ({ file, channels }: IntakeFile): Problem => ({
  code: "many-channels",
  at: file,
  message: `The file has ${channels} channels, and a track is mono or stereo. Export it as stereo or as separate files.`,
});

const warnOfSingleSide = ({ file, reading }: TrackPlan): Problem => ({
  code: "single-side",
  at: file.file,
  message: `The name says ${reading.side}, but no mono file is its other side. It stays in the centre: pan it by hand.`,
});

const lengthOf = ({ frames, sampleRate }: IntakeFile): number => frames / sampleRate;

const inSeconds = (file: IntakeFile): string => `${lengthOf(file).toFixed(1)} s`;
