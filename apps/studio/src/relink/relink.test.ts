import { expect, test } from "vitest";
import type { ChosenFile } from "../intake/chosen-files.ts";
import type { Intake } from "../intake/intake.ts";
import type { MissingRecording } from "./match-missing.ts";
import { findAmong } from "./relink.ts";

// The content of a file stands for its hash.

const facts = { channels: 1, sampleRate: 48000, frames: 1000 };
const missing = (file: string, sha256?: string): MissingRecording => ({
  file,
  ...facts,
  ...(sha256 !== undefined && { sha256 }),
});
const chosen = (path: string, bytes: string): ChosenFile => ({ path, file: new File([bytes], path) });

function intake(): { readonly hashed: string[]; readonly intake: Intake } {
  const hashed: string[] = [];
  const work: Pick<Intake, "describe" | "hash"> = {
    describe: async (files) => ({
      files: files.map(({ path }) => ({ file: path, ...facts })),
      unusable: [],
      warnings: [],
    }),
    hash: async (file) => {
      hashed.push(file.name);
      return file.text();
    },
  };
  return { hashed, intake: work as Intake };
}

test("a file of the same name, format and length and of other bytes is another recording, where the mix knows its bytes", async () => {
  const [kick, snare] = [missing("Kick.wav", "aa"), missing("Snare.wav")];
  const files = [chosen("Kick.wav", "bb"), chosen("Snare.wav", "cc")];
  const { copies, different, stillMissing } = await findAmong(intake().intake, [kick, snare], files, true);
  expect(copies.map(({ path }) => path)).toEqual(["Snare.wav"]);
  expect([different, stillMissing]).toEqual([[kick], [kick]]);
});

test("what has another's name is found by its bytes all the same; each file is read once", async () => {
  const files = [chosen("Kick.wav", "bb"), chosen("Audio 1.wav", "aa"), chosen("Snare.wav", "cc")];
  const { hashed, intake: work } = intake();
  const { found } = await findAmong(work, [missing("Kick.wav", "aa"), missing("Snare.wav", "cc")], files, true);
  expect([...found]).toEqual([
    ["Kick.wav", "Audio 1.wav"],
    ["Snare.wav", "Snare.wav"],
  ]);
  expect(hashed.toSorted()).toEqual(["Audio 1.wav", "Kick.wav", "Snare.wav"]);
});

test("what lies beside a mix is its recordings, though they were exported again", async () => {
  const { found } = await findAmong(intake().intake, [missing("Kick.wav", "aa")], [chosen("Kick.wav", "bb")]);
  expect([...found]).toEqual([["Kick.wav", "Kick.wav"]]);
});
