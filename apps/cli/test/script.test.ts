import { execFile } from "node:child_process";
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/recordings.ts";

// The script at the root of the repository that runs the command line from source.

const run = promisify(execFile);
const script = fileURLToPath(new URL("../../../twobus", import.meta.url));

test("it runs through links, whole and relative ones and links to links", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "bin"));
  await symlink(script, join(folder, "one"));
  await symlink("../one", join(folder, "bin", "two"));
  for (const command of [script, join(folder, "one"), join(folder, "bin", "two")]) {
    expect((await run(command, ["--version"], { cwd: folder })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  }
});

test("where nothing is set up it says so, and in which folder, and ends with 2", async () => {
  const folder = await temporaryFolder();
  await copyFile(script, join(folder, "twobus"));
  await symlink("twobus", join(folder, "link"));
  const failed = await run(join(folder, "link"), ["--version"]).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining(`not set up yet. Run 'npm run demo'`) });
  expect(failed).toMatchObject({ stderr: expect.stringContaining(folder) });
});
