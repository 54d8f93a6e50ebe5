import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { parseMix, type MixDocument, type Problem } from "@twobus/core";
import { expect, test } from "vitest";
import { init, type InitOptions } from "../src/commands/init.ts";
import { validate } from "../src/commands/inspect.ts";
import { render } from "../src/commands/render.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

const initIn = (folder: string, options: Partial<InitOptions> = {}) => init(folder, { template: "roles", ...options });

async function mixAt(path: string): Promise<MixDocument> {
  return parseMix(await readFile(path, "utf8"), path).document;
}

const said = (report: { warnings?: readonly Problem[] }): [string, string][] =>
  (report.warnings ?? []).map(({ code, at }) => [code, at]);

test.each([
  ["My Song/stems", "My Song"],
  ["My Song/Audio Files", "My Song"],
  ["My Song/WAV", "My Song"],
  ["My Song/tracks", "My Song"],
  ["My Song/Multi-Tracks", "My Song"],
  ["My Song/multitrack", "My Song"],
  ["My Song", "My Song"],
  ["Audioslave", "Audioslave"],
  ["Ünïcode 歌", "Ünïcode 歌"],
])("the mix of %s is called %s and lies in the folder", async (path, name) => {
  const folder = join(await temporaryFolder(), path);
  await fill(folder, { "kick.wav": tone() });
  const report = await initIn(folder);
  const output = join(folder, `${name}.mix.json`);
  expect(report.json["output"]).toBe(output);
  expect((await mixAt(output)).name).toBe(name);
});

test("what cannot be used is left out and said, each with its reason; the rest makes a mix", async () => {
  const song = await temporaryFolder();
  const folder = join(song, "audio");
  const whole = tone();
  await fill(folder, {
    "kick.wav": whole,
    "snare 44.wav": tone({ sampleRate: 44_100, channels: 2 }),
    "cut bass.wav": whole.subarray(0, 1000),
    "drums/hat.wav": whole,
    "empty.wav": "",
    "words.wav": "these are words and no sound at all, whatever the name says",
    "no sound.wav": tone({ frames: 0 }),
    "slow.wav": tone({ sampleRate: 5000 }),
    "fast.wav": tone({ sampleRate: 500_000 }),
    "no channels.wav": Buffer.from(whole).fill(0, 22, 24),
    "half a header.wav": whole.subarray(0, 30),
    "back\\slash.wav": whole,
    ".hidden.wav": whole,
    "notes.txt": "not asked",
  });
  execFileSync("mkfifo", [join(folder, "pipe.wav")]);
  await symlink("nowhere.wav", join(folder, "dangling.wav"));
  await symlink("circle.wav", join(folder, "circle.wav"));
  await symlink("/dev/zero", join(folder, "device.wav"));
  await symlink("kick.wav", join(folder, "kick copy.wav"));
  const report = await initIn(folder, { output: join(song, "song.mix.json") });
  const unusable = report.json["unusable"] as Problem[];
  expect(unusable.map(({ code, at }) => [at, code])).toEqual([
    ["audio/back\\slash.wav", "illegal-name"],
    ["audio/circle.wav", "eloop"],
    ["audio/dangling.wav", "enoent"],
    ["audio/device.wav", "outside-folder"],
    ["audio/empty.wav", "empty-file"],
    ["audio/fast.wav", "unsupported-sample-rate"],
    ["audio/half a header.wav", "bad-header"],
    ["audio/no channels.wav", "bad-header"],
    ["audio/no sound.wav", "no-audio"],
    ["audio/pipe.wav", "not-a-file"],
    ["audio/slow.wav", "unsupported-sample-rate"],
    ["audio/words.wav", "not-audio"],
  ]);
  const files = Object.values((await mixAt(join(song, "song.mix.json"))).sources).map(({ file }) => file);
  expect(files.toSorted()).toEqual([
    "audio/cut bass.wav",
    "audio/drums/hat.wav",
    "audio/kick copy.wav",
    "audio/kick.wav",
    "audio/snare 44.wav",
  ]);
  const output = join(song, "out.wav");
  const rendered = await render(join(song, "song.mix.json"), { output, bitDepth: "32f", threads: "1" });
  expect(said(rendered)).toEqual([["truncated", join(folder, "cut bass.wav")]]);
});

test("a folder that holds nothing usable is refused with every reason, and nothing is written", async () => {
  const folder = await temporaryFolder();
  await expect(initIn(folder)).rejects.toThrow(/there are no audio files in this folder/);
  await fill(folder, { "a.wav": "", "b.flac": "words" });
  await expect(initIn(folder)).rejects.toMatchObject({ problems: [{ at: "a.wav" }, { at: "b.flac" }] });
  expect((await readdir(folder)).toSorted()).toEqual(["a.wav", "b.flac"]);
  await expect(initIn(join(folder, "nowhere"))).rejects.toThrow(/nowhere: there is no such folder/);
  await expect(initIn(join(folder, "a.wav"))).rejects.toThrow(/part of this path is a file, not a folder/);
});

test("a folder of nothing but reference mixes is refused, naming them; beside tracks they are named in the text", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "rough mix.wav": tone(), "master.wav": tone() });
  await expect(initIn(folder)).rejects.toThrow(/only finished or rough mixes here \(master\.wav, rough mix\.wav\)/);
  expect((await readdir(folder)).toSorted()).toEqual(["master.wav", "rough mix.wav"]);
  await fill(folder, { "Pads and Strings/pad 10.wav": tone(), "Pads and Strings/pad 2.wav": tone() });
  const { text } = await initIn(folder, { output: join(folder, "song.mix.json") });
  expect(text).toContain("2 tracks, 2 reference mixes left out\n");
  expect(text).toMatch(/ {2}Left out {2}master\.wav, rough mix\.wav$/);
  expect(text).toMatch(/Pad 2, Pad 10/);
});

test("one track is a track, and the column is as wide as its longest label", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "mix.wav": tone() });
  const output = join(folder, "song.mix.json");
  expect((await initIn(folder, { output })).text).toBe(
    `${output}: 1 track, 1 reference mix left out\n  Drums     Kick\n  Left out  mix.wav`,
  );
});

test("a mix that would not lie above its recordings is refused before they are read", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "stems/kick.wav": "never read", "stems/deeper/a.wav": "", "mixes/b.wav": "" });
  const stems = join(folder, "stems");
  const places = ["mixes/song.mix.json", "stems/deeper/song.mix.json", "stems 2/song.mix.json"];
  await mkdir(join(folder, "stems 2"));
  for (const place of places) {
    await expect(initIn(stems, { output: join(folder, place) })).rejects.toMatchObject({
      problems: [{ code: "mix-outside-sources" }],
    });
  }
  await expect(initIn(stems, { output: join(folder, "no", "song.mix.json") })).rejects.toThrow(/no: there is no such/);
});

test("a linked folder of recordings: the mix lies in it, not above the link", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "disk/kick.wav": tone(), "song/notes.txt": "" });
  const stems = join(folder, "song", "stems");
  await symlink("../disk", stems);
  await expect(initIn(stems, { output: join(folder, "song", "song.mix.json") })).rejects.toMatchObject({
    problems: [{ code: "mix-outside-sources" }],
  });
  await initIn(stems);
  expect((await mixAt(join(folder, "disk", "song.mix.json"))).sources).toMatchObject({ kick: { file: "kick.wav" } });
});

test("nothing is overwritten: neither a mix that is there nor, ever, a recording", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "song.mix.json": "mine" });
  const output = join(folder, "song.mix.json");
  await expect(initIn(folder, { output })).rejects.toThrow(/there is a file here already; --force replaces it/);
  expect(await readFile(output, "utf8")).toBe("mine");
  await expect(initIn(folder, { output: join(folder, "kick.wav"), force: true })).rejects.toThrow(/must end in \.json/);
  await expect(initIn(folder, { output, template: "jazz" })).rejects.toMatchObject({ name: "TwobusError" });
  await initIn(folder, { output, force: true });
  expect((await mixAt(output)).name).toBe(folder.split("/").at(-1));
});

test("500 files", async () => {
  const folder = await temporaryFolder();
  const bytes = tone({ frames: 10 });
  await fill(folder, Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${n} kick.wav`, bytes])));
  const output = join(folder, "song.mix.json");
  await initIn(folder, { output });
  expect(Object.keys((await mixAt(output)).sources)).toHaveLength(500);
  const rendered = await render(output, { output: join(folder, "out.wav"), bitDepth: "32f", threads: "1" });
  expect(rendered).toMatchObject({ json: { threads: 1 }, warnings: [] });
}, 20_000);

test("a file that goes between init and render is named", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "bass.wav": tone() });
  const output = join(folder, "song.mix.json");
  await initIn(folder, { output });
  await rename(join(folder, "kick.wav"), join(folder, "kick 2.wav"));
  const problems = [{ code: "enoent", at: join(folder, "kick.wav"), message: "there is no such file" }];
  await expect(render(output, { output: join(folder, "out.wav"), bitDepth: "24" })).rejects.toMatchObject({ problems });
  expect(await validate(output)).toMatchObject({ exitCode: 1, json: { valid: false, problems } });
});
