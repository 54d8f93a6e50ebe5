import type { MixDocument } from "@twobus/core";
import { startIntake } from "../intake/intake.ts";
import { makeMix } from "../intake/make-mix.ts";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { etagOf } from "../keeping/disk-file.ts";
import type { MixStore } from "../keeping/mix-store.ts";
import { mixText } from "../keeping/mix-text.ts";
import { documentIn } from "../keeping/opened-mix.ts";
import { recordingsOf } from "../relink/match-missing.ts";
import { findAmong } from "../relink/relink.ts";

/**
 * Keeps a mix and those of its recordings that are among the files that came with it; returns its id. One that is kept already, and
 * known by its file, stays as it is.
 */
export async function openFolder(
  store: MixStore,
  { path, file, handle }: ChosenFile,
  beside: readonly ChosenFile[],
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const document = documentIn(await mixText(file, path), path);
  const known = handle && (await store.keptFrom(handle));
  if (known !== undefined) return known.id;
  const intake = startIntake();
  try {
    const { copies, found } = await findAmong(intake, recordingsOf(document), beside);
    const kept = handle && { handle, etag: etagOf(file), holdsEdits: true };
    return await makeMix(store, asTheyAre(document, found), copies, progress, signal, kept);
  } finally {
    intake.close();
  }
}

/** What lies beside a mix is its recordings, though they were exported again since: their hashes are taken anew. */
function asTheyAre(document: MixDocument, found: ReadonlyMap<string, string>): MixDocument {
  const sources = Object.entries(document.sources).map(([id, { sha256, ...source }]) => [
    id,
    sha256 === undefined || found.has(source.file) ? source : { ...source, sha256 },
  ]);
  return { ...document, sources: Object.fromEntries(sources) };
}
