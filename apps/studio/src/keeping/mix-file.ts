import { fault, TwobusError, type Problem } from "@twobus/core";
import { diskFileNow, writeDiskFile, type DiskFile } from "./disk-file.ts";

/** The file of a mix that takes edits. */
export type MixFile = ServedFile | DiskFile;

/** The file of a mix on a server that lets it be saved. */
export interface ServedFile {
  readonly url: string;
  /** Of the text that was read or written last. */
  readonly etag: string;
  /** Tells this file from others that are served at the same address at another time. */
  readonly identity: string;
}

/** The file that an answer brought; nothing where its server does not say that it may be saved. */
export function fileOf(url: string, answer: Response): ServedFile | undefined {
  const etag = answer.headers.get("ETag");
  const methods = answer.headers.get("Allow")?.split(/,\s*/) ?? [];
  const identity = answer.headers.get("Twobus-File") ?? encodeURIComponent(url);
  return etag !== null && methods.includes("PUT") ? { url, etag, identity } : undefined;
}

/** Writes a mix over the file that it was read from. Throws a `TwobusError` that says why the file is as it was. */
export const putMix = (file: MixFile, text: string): Promise<MixFile> =>
  isOnDisk(file) ? writeDiskFile(file, text) : putServed(file, text);

export const isOnDisk = (file: MixFile | undefined): file is DiskFile => file !== undefined && "handle" in file;

/** A server that hangs holds nobody up for longer. */
const PATIENCE_MS = 10_000;

async function putServed(file: ServedFile, text: string): Promise<ServedFile> {
  let answer: Response;
  try {
    answer = await fetch(file.url, {
      method: "PUT",
      headers: { "If-Match": file.etag },
      body: text,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw fault(
      "not-saved",
      "mix",
      "no answer came; keep this page, start `twobus studio` again and open the address that it prints beside it",
    );
  }
  if (!answer.ok) throw await refusalOf(answer);
  return { ...file, etag: answer.headers.get("ETag") ?? file.etag };
}

/** The file as it lies there now, whoever wrote it; as it was, without a text, where that is not to be known. */
export async function fileNow(file: MixFile): Promise<{ readonly file: MixFile; readonly text?: string }> {
  if (isOnDisk(file)) return diskFileNow(file.handle).catch(() => ({ file }));
  const answer = await fetch(file.url, { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok !== true) return { file };
  return { file: { ...file, etag: answer.headers.get("ETag") ?? file.etag }, text: await answer.text() };
}

async function refusalOf(answer: Response): Promise<TwobusError> {
  const problems = await problemsIn(answer);
  if (problems.length > 0) return new TwobusError(problems);
  return fault("not-saved", "mix", `the server answered ${answer.status}; try again, or save a copy`);
}

/** Why a server says that it refuses. */
export async function problemsIn(answer: Response): Promise<readonly Problem[]> {
  const said = (await answer.json().catch(() => undefined)) as { readonly problems?: readonly Problem[] } | undefined;
  return said?.problems ?? [];
}
