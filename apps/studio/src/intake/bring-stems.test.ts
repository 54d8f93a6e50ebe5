import { expect, test } from "vitest";
import { stemsOf } from "./bring-stems.ts";

const file = (name: string, channels = 1) => ({ file: name, channels, sampleRate: 48_000, frames: 48_000 });

test("recordings are called and panned as in a new mix, in their own order, and a rough mix is a track too", () => {
  const files = [file("Song_Snare Top.wav"), file("OH L.wav"), file("OH R.wav"), file("rough mix.wav", 2)];
  const stems = stemsOf(files);
  expect(stems.map(({ source }) => source.file)).toEqual(files.map((one) => one.file));
  expect(stems.map(({ params }) => params?.["panPercent"])).toEqual([undefined, -100, 100, undefined]);
  expect(stems[3]!.label).toBe("rough mix");
  expect(stems.every(({ label }) => label.length > 0)).toBe(true);
});
