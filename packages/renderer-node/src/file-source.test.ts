import { execFileSync } from "node:child_process";
import { symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test-support/mixes.ts";
import { openFile } from "./file-source.ts";

test("reads what is there, fewer bytes only at the end", async () => {
  const path = join(await temporaryFolder(), "a b ü.bin");
  await writeFile(path, "0123456789");
  const file = await openFile(path);
  const text = async (position: number, length: number): Promise<string> =>
    new TextDecoder().decode(await file.read(position, length));
  expect([file.name, file.size]).toEqual([path, 10]);
  expect([await text(2, 3), await text(8, 100), await text(10, 5), await text(50, 5)]).toEqual(["234", "89", "", ""]);
  await truncate(path, 4);
  expect(await text(2, 8)).toBe("23");
  await file.close();
});

test("a pipe that nobody writes to is refused at once", async () => {
  const path = join(await temporaryFolder(), "pipe.wav");
  execFileSync("mkfifo", [path]);
  await expect(openFile(path)).rejects.toThrow(`${path}: this is a device or a pipe, not a file`);
});

test.each(["/dev/zero", "/dev/full"])("the device %s is refused", async (path) => {
  await expect(openFile(path)).rejects.toMatchObject({ problems: [{ code: "not-a-file", at: path }] });
});

test("folders, missing files and circular links are said in words", async () => {
  const folder = await temporaryFolder();
  await symlink("round.wav", join(folder, "round.wav"));
  await writeFile(join(folder, "file"), "");
  await expect(openFile(folder)).rejects.toMatchObject({ problems: [{ code: "eisdir", at: folder }] });
  await expect(openFile(join(folder, "no.wav"))).rejects.toThrow(/no\.wav: there is no such file/);
  await expect(openFile(join(folder, "round.wav"))).rejects.toThrow(/round\.wav: this link leads in a circle/);
  await expect(openFile(join(folder, "file", "a.wav"))).rejects.toThrow(/part of this path is a file/);
});
