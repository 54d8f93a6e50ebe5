import type { MixDocument, Problem } from "@twobus/core";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { startIntake, type Intake } from "../intake/intake.ts";
import type { KeptMedia } from "../keeping/records.ts";
import { matchMissing, type Candidate, type MissingRecording, type Relinked } from "./match-missing.ts";
import { putRecordings } from "./served-recordings.ts";

/** What was found among the files, and whether all of it could be kept. */
export interface RelinkReport extends Relinked {
  readonly problem: Problem | undefined;
}

/** Finds missing recordings among files, and copies them to where the mix looks for them. */
export async function relink(
  media: KeptMedia,
  missing: readonly MissingRecording[],
  files: readonly ChosenFile[],
  progress: (done: number) => void,
): Promise<RelinkReport> {
  const intake = startIntake();
  try {
    const { copies, ...relinked } = await findAmong(intake, missing, files, true);
    const problem =
      media.kind === "opfs"
        ? (await intake.store(media.folder, copies, progress)).problem
        : await putRecordings(media.base, copies, progress);
    return { ...relinked, problem };
  } finally {
    intake.close();
  }
}

/**
 * Finds missing recordings among files, each as the file that the mix looks for. Where `knowsBytes`, a file that has the name of one
 * and other bytes than the mix was made with is another recording.
 */
export async function findAmong(
  intake: Intake,
  missing: readonly MissingRecording[],
  files: readonly ChosenFile[],
  knowsBytes = false,
): Promise<Relinked & { readonly copies: readonly ChosenFile[] }> {
  const byPath = new Map(files.map((chosen) => [chosen.path, chosen.file]));
  const { files: described } = await intake.describe(files, () => {});
  let candidates: readonly Candidate[] = described.map(({ file, ...facts }) => ({ path: file, ...facts }));
  let relinked = matchMissing(missing, candidates);
  if (knowsBytes) {
    const named = new Set(relinked.found.values());
    candidates = await withHashes(intake, missing, candidates, byPath, ({ path }) => named.has(path));
    relinked = matchMissing(missing, candidates);
  }
  candidates = await withHashes(intake, relinked.stillMissing, candidates, byPath);
  relinked = matchMissing(missing, candidates);
  return { ...relinked, copies: [...relinked.found].map(([path, from]) => ({ path, file: byPath.get(from)! })) };
}

/** Files that were renamed are known by their bytes; of those that are meant, only the ones as long as what is missing are read. */
async function withHashes(
  intake: Intake,
  missing: readonly MissingRecording[],
  candidates: readonly Candidate[],
  files: ReadonlyMap<string, File>,
  isMeant: (candidate: Candidate) => boolean = () => true,
): Promise<readonly Candidate[]> {
  const hashable = missing.filter(({ sha256 }) => sha256 !== undefined);
  if (hashable.length === 0) return candidates;
  const isLikely = (candidate: Candidate): boolean =>
    candidate.sha256 === undefined && isMeant(candidate) && hashable.some(({ frames }) => frames === candidate.frames);
  return Promise.all(
    candidates.map(async (candidate) =>
      isLikely(candidate) ? { ...candidate, sha256: await intake.hash(files.get(candidate.path)!) } : candidate,
    ),
  );
}

/** A mix that knows the hashes of its recordings. */
export function withSha256s(document: MixDocument, sha256s: Readonly<Record<string, string>>): MixDocument {
  const sources = Object.entries(document.sources).map(([id, source]) => {
    const sha256 = sha256s[source.file];
    return [id, sha256 === undefined ? source : { ...source, sha256 }] as const;
  });
  return { ...document, sources: Object.fromEntries(sources) };
}
