import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test-support/mixes.ts";
import { createAtomicFile, writeFileAtomically } from "./atomic-file.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("the old file stands until commit, then the new one, with the old one's permissions", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "mix.json");
  await writeFile(path, "old");
  await chmod(path, 0o640);
  const file = await createAtomicFile(path);
  await file.write(3, bytes("new"));
  await file.write(0, bytes("all"));
  expect(await readFile(path, "utf8")).toBe("old");
  await file.commit();
  expect(await readFile(path, "utf8")).toBe("allnew");
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["mix.json"]);
});

test("discard leaves what was there, and nothing else", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "a.wav"), "old");
  const file = await createAtomicFile(join(folder, "a.wav"));
  await file.write(0, bytes("new"));
  await file.discard();
  await file.discard();
  expect(await readdir(folder)).toEqual(["a.wav"]);
  expect(await readFile(join(folder, "a.wav"), "utf8")).toBe("old");
});

test("two writers of one file at once: the last to commit wins, whole", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "a.wav");
  const [one, two] = [await createAtomicFile(path), await createAtomicFile(path)];
  await one.write(0, bytes("one"));
  await two.write(0, bytes("second"));
  await two.commit();
  await one.commit();
  expect(await readFile(path, "utf8")).toBe("one");
  expect(await readdir(folder)).toEqual(["a.wav"]);
});

test("a link stays a link, and the file that it leads to is replaced", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "elsewhere"));
  await writeFile(join(folder, "elsewhere", "real.json"), "old");
  await symlink("elsewhere/real.json", join(folder, "mix.json"));
  await writeFileAtomically(join(folder, "mix.json"), "new");
  expect(await readlink(join(folder, "mix.json"))).toBe("elsewhere/real.json");
  expect(await readFile(join(folder, "elsewhere", "real.json"), "utf8")).toBe("new");
});

test("folders, devices, pipes and places that are not there are refused by name", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "dir.wav"));
  await symlink("/dev/full", join(folder, "full.wav"));
  execFileSync("mkfifo", [join(folder, "pipe.wav")]);
  await expect(createAtomicFile(join(folder, "dir.wav"))).rejects.toThrow(/dir\.wav: this is a folder/);
  await expect(createAtomicFile(join(folder, "full.wav"))).rejects.toThrow(/full\.wav: this is a device or a pipe/);
  await expect(createAtomicFile(join(folder, "pipe.wav"))).rejects.toThrow(/pipe\.wav: this is a device or a pipe/);
  await expect(createAtomicFile(join(folder, "no", "a.wav"))).rejects.toThrow(/no: there is no such folder/);
  await expect(createAtomicFile(join(folder, "dir.wav", "x".repeat(300)))).rejects.toThrow(/this name is too long/);
});

test("a long name that the disk can hold can be written", async () => {
  const folder = await temporaryFolder();
  const name = `${"ü".repeat(120)} x.json`;
  await writeFileAtomically(join(folder, name), "{}");
  expect(await readdir(folder)).toEqual([name]);
});

test("leftovers of killed writers go, what a living one writes stays", async () => {
  const folder = await temporaryFolder();
  const dead = execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
  const [old, fresh, living] = [`.twobus-${dead}-1.part`, `.twobus-${dead}-2.part`, `.twobus-${process.pid}-0.part`];
  for (const name of [old, fresh, living]) await writeFile(join(folder, name), "half");
  for (const name of [old, living]) await utimes(join(folder, name), 0, 0);
  await writeFileAtomically(join(folder, "a.json"), "{}");
  expect((await readdir(folder)).toSorted()).toEqual([fresh, living, "a.json"].toSorted());
});
