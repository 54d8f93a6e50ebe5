import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseMix } from "@twobus/core";
import { expect, test } from "vitest";
import { readZip } from "../../studio/src/bundle/zip-directory.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";
import { jsonOf, twobusInside } from "./support/twobus.ts";

// A bundle is opened by the studio: what it reads of one is what is looked at here.

async function folderWithMix(): Promise<{ readonly folder: string; readonly kick: Buffer }> {
  const folder = await temporaryFolder();
  const kick = tone({ frames: 600_000, channels: 2 });
  await fill(folder, { "stems/kick.wav": kick, "stems/bass.wav": tone() });
  await twobusInside(folder, "init", "stems", "-o", "song.mix.json");
  return { folder, kick };
}

test("a bundle holds the mix as it is and every byte of its recordings", async () => {
  const { folder, kick } = await folderWithMix();
  const said = await twobusInside(folder, "bundle", "song.mix.json", "-o", "song.twobus.zip", "--json");
  const archive = await readFile(join(folder, "song.twobus.zip"));
  const { bytes, recordings } = jsonOf(said) as { bytes: number; recordings: string[] };
  expect(bytes).toBe(archive.length);
  expect(recordings.toSorted()).toEqual(["stems/bass.wav", "stems/kick.wav"]);
  const [mix, ...files] = await readZip(new Blob([archive]));
  const text = await readFile(join(folder, "song.mix.json"), "utf8");
  expect(mix!.path).toMatch(/^[^/]+\.mix\.json$/);
  expect(parseMix(await mix!.content.text(), "bundle")).toEqual(parseMix(text, "bundle"));
  expect(files.map(({ path }) => path)).toEqual(recordings);
  const { content } = files.find(({ path }) => path === "stems/kick.wav")!;
  expect(Buffer.from(await content.arrayBuffer()).equals(kick)).toBe(true);
});

test("where a recording is missing there is no bundle, nor half of one", async () => {
  const { folder } = await folderWithMix();
  await rm(join(folder, "stems/kick.wav"));
  const { code, stderr } = await twobusInside(folder, "bundle", "song.mix.json", "-o", "song.twobus.zip");
  expect(code).toBe(2);
  expect(stderr).toContain("kick.wav");
  expect((await readdir(folder)).toSorted()).toEqual(["song.mix.json", "stems"]);
});
