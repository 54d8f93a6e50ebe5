import { execFileSync } from "node:child_process";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/mixes.ts";
import { writeFileAtomically } from "./atomic-file.ts";
import { withFileLock } from "./file-lock.ts";

async function counter(): Promise<{ folder: string; path: string; countUp: () => Promise<void> }> {
  const folder = await temporaryFolder();
  const path = join(folder, "count.json");
  await writeFile(path, "0");
  const countUp = (): Promise<void> =>
    withFileLock(path, async () => writeFileAtomically(path, String(Number(await readFile(path, "utf8")) + 1)));
  return { folder, path, countUp };
}

test("changes that are made at once all count, and no lock is left", async () => {
  const { folder, path, countUp } = await counter();
  await Promise.all(Array.from({ length: 10 }, countUp));
  expect(await readFile(path, "utf8")).toBe("10");
  expect(await readdir(folder)).toEqual(["count.json"]);
});

test("work that fails gives the file free, a linked file has the lock of the file it leads to", async () => {
  const { folder, path, countUp } = await counter();
  await symlink("count.json", join(folder, "link.json"));
  const failing = withFileLock(join(folder, "link.json"), async () => {
    expect(await readdir(folder)).toContain(".count.json.lock");
    throw new Error("planted");
  });
  await expect(failing).rejects.toThrow("planted");
  await countUp();
  expect(await readFile(path, "utf8")).toBe("1");
});

test("the lock of a process that died is taken over", async () => {
  const { folder, path, countUp } = await counter();
  const dead = execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
  await symlink(`${hostname()}:${dead}`, join(folder, ".count.json.lock"));
  await countUp();
  expect(await readFile(path, "utf8")).toBe("1");
});

test("a file that never becomes free: a sentence that names the lock", async () => {
  const { folder, path, countUp } = await counter();
  await symlink("another-machine:1", join(folder, ".count.json.lock"));
  await expect(withFileLock(path, countUp, 50)).rejects.toThrow(
    /count\.json: another program is changing this.*\.count\.json\.lock/,
  );
  expect(await readFile(path, "utf8")).toBe("0");
});

test("a file that is not there is named", async () => {
  const path = join(await temporaryFolder(), "gone.json");
  await expect(withFileLock(path, async () => {})).rejects.toThrow(/gone\.json: there is no such file/);
});
