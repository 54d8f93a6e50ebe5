import { fault, TwobusError, type Problem } from "@twobus/core";

/** The file of a mix on a server that lets it be saved. */
export interface MixFile {
  readonly url: string;
  /** Of the text that was read or written last. */
  readonly etag: string;
}

/** The file that an answer brought; nothing where its server does not say that it may be saved. */
export function fileOf(url: string, answer: Response): MixFile | undefined {
  const etag = answer.headers.get("ETag");
  const methods = answer.headers.get("Allow")?.split(/,\s*/) ?? [];
  return etag !== null && methods.includes("PUT") ? { url, etag } : undefined;
}

/** Writes a mix over the file that it was read from. Throws a `TwobusError` that says why the file is as it was. */
export async function putMix({ url, etag }: MixFile, text: string): Promise<MixFile> {
  let answer: Response;
  try {
    answer = await fetch(url, { method: "PUT", headers: { "If-Match": etag }, body: text });
  } catch {
    throw fault("not-saved", "mix", "no answer came; start `twobus studio` again and keep this page, or save a copy");
  }
  if (!answer.ok) throw await refusalOf(answer);
  return { url, etag: answer.headers.get("ETag") ?? etag };
}

/** The file as it lies there now, whoever wrote it; as it was where that is not to be known. */
export async function etagNow({ url, etag }: MixFile): Promise<MixFile> {
  const answer = await fetch(url, { cache: "no-store" }).catch(() => undefined);
  await answer?.body?.cancel();
  return { url, etag: answer?.headers.get("ETag") ?? etag };
}

async function refusalOf(answer: Response): Promise<TwobusError> {
  const said = (await answer.json().catch(() => undefined)) as { readonly problems?: readonly Problem[] } | undefined;
  if (said?.problems !== undefined && said.problems.length > 0) return new TwobusError(said.problems);
  return fault("not-saved", "mix", `the server answered ${answer.status}; try again, or save a copy`);
}
