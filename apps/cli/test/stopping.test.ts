import { access, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { init } from "../src/commands/init.ts";
import { fill, temporaryFolder, tone, waveHeader } from "./support/recordings.ts";
import { start, twobus, twobusUnder, type Ended } from "./support/twobus.ts";

const HOUR_FRAMES = 3600 * 48_000;

/** A song of an hour, silent, that takes long to render; `out.wav` is there from before. */
async function longSong(): Promise<string> {
  const folder = await temporaryFolder();
  const names = ["stems/kick.wav", "stems/bass.wav"];
  await fill(folder, Object.fromEntries(names.map((name) => [name, waveHeader(48_000, HOUR_FRAMES)])));
  for (const name of names) await truncate(join(folder, name), 44 + 2 * HOUR_FRAMES);
  await init(join(folder, "stems"), { output: join(folder, "song.mix.json"), template: "roles" });
  await writeFile(join(folder, "out.wav"), "old");
  return folder;
}

const filesIn = async (folder: string): Promise<string[]> => (await readdir(folder)).toSorted();
const settled = ["out.wav", "song.mix.json", "stems"];

/** Sends a signal as soon as the render writes. */
async function stopWhileWriting(folder: string, ...signals: readonly NodeJS.Signals[]): Promise<Ended> {
  const { child, ended } = start(folder, ["render", "song.mix.json", "-o", "out.wav"]);
  const isWriting = async (): Promise<boolean> => {
    const part = (await readdir(folder)).find((name) => name.endsWith(".part"));
    return part !== undefined && (await stat(join(folder, part))).size > 100_000;
  };
  while (child.exitCode === null && !(await isWriting())) await pause(5);
  for (const signal of signals) child.kill(signal);
  return ended;
}

test.each([
  ["Ctrl-C", ["SIGINT"]],
  ["two Ctrl-C at once", ["SIGINT", "SIGINT"]],
  ["an end of the session", ["SIGTERM"]],
] as const)(
  "%s: 130, the old file stays, and nothing else is left",
  async (_, signals) => {
    const folder = await longSong();
    const ended = await stopWhileWriting(folder, ...signals);
    expect(ended).toMatchObject({ code: 130, stdout: "", stderr: "twobus: stopped; nothing was written\n" });
    expect(await filesIn(folder)).toEqual(settled);
    expect(await readFile(join(folder, "out.wav"), "utf8")).toBe("old");
  },
  20_000,
);

test.each<[NodeJS.Signals, ...string[]]>([
  ["SIGINT", "measure", "stems/kick.wav", "stems/bass.wav", "--json"],
  ["SIGTERM", "null", "stems/kick.wav", "stems/bass.wav", "--json"],
  ["SIGTERM", "render", "song.mix.json", "-o", "out.wav", "--json"],
])(
  "%s while %s runs: machines are told, 130",
  async (signal, ...words) => {
    const folder = await longSong();
    const { child, ended } = start(folder, words);
    await pause(1000);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: "cancelled" }] });
    expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
    expect(await filesIn(folder)).toEqual(settled);
  },
  20_000,
);

test("SIGKILL leaves the old file whole; the next writer clears up what it left", async () => {
  const folder = await longSong();
  expect((await stopWhileWriting(folder, "SIGKILL")).signal).toBe("SIGKILL");
  expect(await readFile(join(folder, "out.wav"), "utf8")).toBe("old");
  const [left] = (await readdir(folder)).filter((name) => name.endsWith(".part"));
  await utimes(join(folder, left!), 0, 0);
  expect((await twobus(folder, "set", "song.mix.json", "kick.faderDb", "-3")).code).toBe(0);
  expect(await filesIn(folder)).toEqual(settled);
}, 20_000);

async function shortSong(): Promise<string> {
  const folder = await temporaryFolder();
  await fill(folder, { "stems/kick.wav": tone({ frames: 16_000 }), "stems/bass.wav": tone({ frames: 16_000 }) });
  await init(join(folder, "stems"), { output: join(folder, "song.mix.json"), template: "roles" });
  return folder;
}

test("two renders to one file at once: both end well, and the file is whole", async () => {
  const folder = await shortSong();
  const words = ["render", "song.mix.json", "-o", "out.wav", "--threads", "1", "--json"];
  const both = await Promise.all([twobus(folder, ...words), twobus(folder, ...words)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const first = await readFile(join(folder, "out.wav"));
  expect((await twobus(folder, ...words)).code).toBe(0);
  expect(first.equals(await readFile(join(folder, "out.wav")))).toBe(true);
  expect(await filesIn(folder)).toEqual(settled);
}, 20_000);

test("a disk that takes no more: a sentence, 2, and nothing is left", async () => {
  const folder = await shortSong();
  const ended = await twobusUnder("ulimit -f 20", folder, "render", "song.mix.json", "-o", "out.wav");
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/^twobus: out\.wav: the file grew larger than this disk or this account allows$/m);
  await expect(access(join(folder, "out.wav"))).rejects.toThrow();
  expect(await filesIn(folder)).toEqual(["song.mix.json", "stems"]);
}, 20_000);

test("a mix that cannot be written stays as it was", async () => {
  const folder = await shortSong();
  const path = join(folder, "song.mix.json");
  const before = await readFile(path, "utf8");
  const ended = await twobusUnder("ulimit -f 2", folder, "set", "song.mix.json", "kick.faderDb", "-3", "--json");
  expect(ended).toMatchObject({ code: 2, stderr: "" });
  expect(await readFile(path, "utf8")).toBe(before);
  await symlink("/dev/full", join(folder, "full.wav"));
  const full = await twobus(folder, "render", "song.mix.json", "-o", "full.wav");
  expect(full.code).toBe(2);
  expect(full.stderr).toContain("full.wav: this is a device or a pipe, not a file");
}, 20_000);
