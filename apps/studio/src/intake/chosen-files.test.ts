import { expect, test } from "vitest";
import { sortFiles } from "./chosen-files.ts";

const sorted = (...paths: string[]): readonly unknown[] => {
  const { bundle, mix, recordings } = sortFiles(paths.map((path) => ({ path, file: new File([], path) })));
  return [bundle?.path, mix?.path, recordings.map(({ path }) => path)];
};

test("stems with a manifest or an archive beside them are recordings", () => {
  const stems = ["stems/bass.wav", "stems/drums.wav"];
  expect(sorted("stems/manifest.json", "stems/old.zip", ...stems)).toEqual([undefined, undefined, stems]);
});

test("a mix is opened by its name wherever it lies, and by any where it is alone", () => {
  expect(sorted("song/song.mix.json", "song/kick.wav")).toEqual([undefined, "song/song.mix.json", ["song/kick.wav"]]);
  expect(sorted("song.json")).toEqual([undefined, "song.json", []]);
  expect(sorted("song.zip")).toEqual(["song.zip", undefined, []]);
});
