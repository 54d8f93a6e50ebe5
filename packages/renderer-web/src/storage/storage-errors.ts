import { fault } from "@twobus/core";

/** What a browser's storage throws, by name of the exception: our code, and what to do. Codes are those of files in Node. */
const REASONS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  NotFoundError: ["enoent", "there is no such file"],
  TypeMismatchError: ["eisdir", "a folder stands where a file should, or a file where a folder should"],
  NotAllowedError: ["eacces", "the browser does not permit it; ask for permission again"],
  SecurityError: ["eacces", "the browser does not permit it; ask for permission again"],
  NotReadableError: ["unreadable", "the file has changed or gone since it was chosen; choose it again"],
  NoModificationAllowedError: ["in-use", "the file is being read or written; wait until that has ended"],
  InvalidModificationError: ["in-use", "the file is being read or written; wait until that has ended"],
  QuotaExceededError: ["quota-exceeded", "the browser's storage is full; delete what is not needed, or save elsewhere"],
};

/** Does something with storage; says in words why it fails. `at` is the file. */
export async function guarded<T>(at: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw describeStorageError(error, at);
  }
}

/** Says a storage exception in words; anything else is passed on as it is. */
function describeStorageError(error: unknown, at: string): unknown {
  if (!(error instanceof DOMException)) return error;
  const [code, message] = REASONS[error.name] ?? [
    "storage-failed",
    `the browser's storage failed (${String(error)}); try again`,
  ];
  return fault(code, at, message);
}

export const quotaExceeded = (): DOMException => new DOMException("the write fell short", "QuotaExceededError");
