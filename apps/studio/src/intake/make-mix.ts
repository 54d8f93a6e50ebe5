import { serialiseMix, TwobusError, type MixDocument } from "@twobus/core";
import type { MixStore } from "../keeping/mix-store.ts";
import type { KeptFile } from "../keeping/records.ts";
import { newMix } from "../keeping/opened-mix.ts";
import { deleteKept } from "../keeping/recordings.ts";
import { withSha256s } from "../relink/relink.ts";
import type { ChosenFile } from "./chosen-files.ts";
import { startIntake } from "./intake.ts";

/**
 * Keeps a new mix and copies of the recordings that it plays; returns its id. Where that does not go, or is aborted,
 * nothing of it is left.
 */
export async function makeMix(
  store: MixStore,
  document: MixDocument,
  files: readonly ChosenFile[],
  progress: (done: number) => void,
  signal: AbortSignal,
  inFile?: KeptFile,
): Promise<string> {
  const { id, media } = newMix(document);
  const save = (state: MixDocument): Promise<void> =>
    store.save({
      id,
      name: state.name,
      savedAtMs: Date.now(),
      media,
      text: serialiseMix(state),
      ...(inFile && { file: inFile }),
    });
  const played = new Set(Object.values(document.sources).map(({ file }) => file));
  const intake = startIntake();
  try {
    // Kept before its recordings are there: should this page die, the mix can be relinked or deleted.
    await save(document);
    await navigator.storage.persist();
    const folder = media.kind === "opfs" ? media.folder : "";
    const wanted = files.filter(({ path }) => played.has(path));
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
    const { sha256s, problem } = await Promise.race([intake.store(folder, wanted, progress), stopped]);
    if (problem !== undefined) throw new TwobusError([problem]);
    refuseOthers(document, sha256s);
    await save(withSha256s(document, sha256s));
    return id;
  } catch (error) {
    intake.close();
    await deleteKept(store, id);
    throw error;
  } finally {
    intake.close();
  }
}

/** A mix that knows the hashes of its recordings takes no others. */
function refuseOthers({ sources }: MixDocument, sha256s: Readonly<Record<string, string>>): void {
  const others = Object.values(sources).filter(
    ({ file, sha256 }) => sha256 !== undefined && sha256s[file] !== undefined && sha256s[file] !== sha256,
  );
  if (others.length === 0) return;
  throw new TwobusError(
    others.map(({ file }) => ({
      code: "other-recording",
      at: file,
      message: "these are not the bytes that the mix was made with: it was changed, or did not arrive whole",
    })),
  );
}
