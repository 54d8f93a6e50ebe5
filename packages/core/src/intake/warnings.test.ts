import { expect, test } from "vitest";
import { findPairs } from "./pairs.ts";
import { readName } from "./reading.ts";
import type { IntakeFile } from "./report.ts";
import { warningsFor } from "./warnings.ts";

const fileOf = (file: string, rest: Partial<IntakeFile> = {}): IntakeFile => ({
  file,
  channels: 1,
  sampleRate: 48000,
  frames: 480000,
  ...rest,
});

function warnings(...files: IntakeFile[]): [code: string, at: string, message: string][] {
  const tracks = files.map((file) => ({ file, reading: readName(file.file) }));
  return warningsFor(tracks, findPairs(tracks), 48000).map(({ code, at, message }) => [code, at, message]);
}

test("equal files raise none", () => {
  expect(warnings(fileOf("Kick.wav"), fileOf("OH L.wav"), fileOf("OH R.wav"))).toEqual([]);
});

test("other rates are named, and lengths are compared in seconds", () => {
  expect(warnings(fileOf("Kick.wav"), fileOf("Vox.wav", { sampleRate: 44100, frames: 441000 }))).toEqual([
    ["other-sample-rate", "Vox.wav", "The file is at 44100 Hz and will be resampled to the mix's 48000 Hz."],
  ]);
});

test("unequal lengths are told once, with the shortest file", () => {
  expect(
    warnings(fileOf("Kick.wav"), fileOf("Vox.wav", { frames: 48000 }), fileOf("Pad.wav", { frames: 96000 })),
  ).toEqual([
    [
      "unequal-lengths",
      "Vox.wav",
      "2 of 3 files are shorter than the longest (10.0 s); this one lasts 1.0 s. " +
        "All start at zero: check that they were exported from the same point of the song.",
    ],
  ]);
});

test("empty files are empty, not short", () => {
  expect(warnings(fileOf("Kick.wav"), fileOf("Vox.wav", { frames: 0 }))).toEqual([
    ["empty-file", "Vox.wav", "The file holds no audio. Export it again, or delete its track."],
  ]);
});

test("a track is mono or stereo", () => {
  expect(warnings(fileOf("Pad.wav", { channels: 6 }))[0]?.slice(0, 2)).toEqual(["many-channels", "Pad.wav"]);
});

test("a side without its other is told; two lefts are no pair", () => {
  const sides = warnings(fileOf("OH L.wav"), fileOf("Drums/Gtr_R.wav"), fileOf("Guitars/Gtr_L.wav"));
  expect(sides).toEqual([
    ["single-side", "OH L.wav", expect.stringMatching(/^The name says left, but no mono file is its other side/)],
    ["single-side", "Drums/Gtr_R.wav", expect.stringContaining("says right")],
    ["single-side", "Guitars/Gtr_L.wav", expect.stringContaining("says left")],
  ]);
  expect(warnings(fileOf("01 OH L.wav"), fileOf("02 OH L.wav")).map(([code]) => code)).toEqual([
    "single-side",
    "single-side",
  ]);
});
