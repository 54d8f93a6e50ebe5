import { fault } from "@twobus/core";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "its permissions forbid reading or writing it",
  EPERM: "its permissions forbid changing it",
  EISDIR: "this is a folder, not a file",
  EEXIST: "there is something of this name already",
  ENOTDIR: "part of this path is a file, not a folder",
  ELOOP: "this link leads in a circle",
  ENXIO: "this is a device or a pipe, not a file",
  ENODEV: "this is a device or a pipe, not a file",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file grew larger than this disk or this account allows",
  EROFS: "the disk is read-only",
  EIO: "the disk failed to read or write",
  EMFILE: "too many files are open; raise the limit (ulimit -n) or use fewer sources",
  ENFILE: "too many files are open on this machine",
  ENAMETOOLONG: "this name is too long",
};

/** Says a system error in words; anything that is not one is passed on as it is. */
export function describeFileError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  return code === undefined ? error : fault(code.toLowerCase(), path, REASONS[code] ?? `the system says ${code}`);
}

/** The name of a system error such as ENOENT; of nothing else. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
