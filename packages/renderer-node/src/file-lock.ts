import { readlink, rm, symlink } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fault } from "@twobus/core";
import { describeFileError, systemCode } from "./file-errors.ts";
import { isRunning } from "./is-running.ts";
import { realPathOf } from "./real-path.ts";

const POLL_MS = 10;

/** Disks that know no links, such as memory cards, do without the lock. */
const WITHOUT_LINKS = ["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/**
 * Runs work that reads a file, changes it and writes it back, one process at a time, so that no change is lost. The lock
 * is a link beside the file that names its owner; that of a process which has died is taken over. Throws `busy` where
 * the file does not become free in time.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, longestWaitMs = 5000): Promise<T> {
  const target = await realPathOf(path);
  const lock = join(dirname(target), `.${basename(target).slice(0, 60)}.lock`);
  await take(lock, path, longestWaitMs);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string, path: string, longestWaitMs: number): Promise<void> {
  for (let waitedMs = 0; !(await isTaken(lock, path)); waitedMs += POLL_MS) {
    if (waitedMs >= longestWaitMs) {
      throw fault("busy", path, `another program is changing this; if none is, remove ${lock}`);
    }
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else await pause(POLL_MS);
  }
}

/** Tries to take the lock. */
async function isTaken(lock: string, path: string): Promise<boolean> {
  try {
    await symlink(`${hostname()}:${process.pid}`, lock);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === "EEXIST") return false;
    if (code !== undefined && WITHOUT_LINKS.includes(code)) return true;
    throw describeFileError(error, path);
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const owner = await readlink(lock).catch(() => "");
  const separator = owner.lastIndexOf(":");
  return owner.slice(0, separator) === hostname() && !isRunning(Number(owner.slice(separator + 1)));
}
