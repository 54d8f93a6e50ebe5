import type { MixDocument, SourceRecord } from "@twobus/core";

/** A recording that a mix names and that is not there. */
export interface MissingRecording extends Pick<SourceRecord, "channels" | "sampleRate" | "frames" | "sha256"> {
  /** The path that the mix gives it. */
  readonly file: string;
}

/** A file that might be a recording that is missing. */
export interface Candidate {
  readonly path: string;
  readonly channels: number;
  readonly sampleRate: number;
  readonly frames: number;
  readonly sha256?: string;
}

/** Which file is which recording. */
export interface Relinked {
  /** Paths of candidates, by the path that the mix gives. */
  readonly found: ReadonlyMap<string, string>;
  readonly stillMissing: readonly MissingRecording[];
  /** Files that have the name of a recording and are not as long: the mix would not sound as it did. */
  readonly different: readonly MissingRecording[];
}

/** All recordings that a mix names, each once. */
export function recordingsOf(document: MixDocument): MissingRecording[] {
  const byFile = new Map(Object.values(document.sources).map((source) => [source.file, source]));
  return [...byFile.values()];
}

/** Those of some recordings that tracks of a mix play. */
export function playedOf(
  recordings: readonly MissingRecording[],
  { graphs, sources }: MixDocument,
): readonly MissingRecording[] {
  const nodes = Object.values(graphs).flatMap((graph) => Object.values(graph.nodes));
  const played = new Set(nodes.map(({ source }) => source && sources[source]?.file));
  return recordings.filter(({ file }) => played.has(file));
}

/**
 * Finds missing recordings among files: the same bytes; else the same name, with the most folders in common, and
 * the same format and length. A file that was hashed, for a recording whose hash is known, must be the same.
 */
export function matchMissing(missing: readonly MissingRecording[], candidates: readonly Candidate[]): Relinked {
  const found = new Map<string, string>();
  const different: MissingRecording[] = [];
  for (const recording of missing) {
    const alike = candidates.filter((candidate) => isNameOf(recording.file, candidate.path));
    const match =
      candidates.find(({ sha256 }) => sha256 !== undefined && sha256 === recording.sha256) ??
      alike
        .filter((candidate) => couldBe(recording, candidate))
        .toSorted((a, b) => sharedNames(recording.file, b.path) - sharedNames(recording.file, a.path))[0];
    if (match !== undefined) found.set(recording.file, match.path);
    else if (alike.length > 0) different.push(recording);
  }
  return { found, stillMissing: missing.filter(({ file }) => !found.has(file)), different };
}

function couldBe(recording: MissingRecording, candidate: Candidate): boolean {
  if (recording.sha256 !== undefined && candidate.sha256 !== undefined) return recording.sha256 === candidate.sha256;
  return (
    recording.frames === candidate.frames &&
    recording.sampleRate === candidate.sampleRate &&
    recording.channels === candidate.channels
  );
}

const plain = (path: string): string[] => path.normalize("NFC").toLowerCase().split("/");

const isNameOf = (file: string, path: string): boolean => plain(file).at(-1) === plain(path).at(-1);

/** How many names at the end of two paths are the same. */
function sharedNames(file: string, path: string): number {
  const [a, b] = [plain(file).toReversed(), plain(path).toReversed()];
  const parting = a.findIndex((name, index) => name !== b[index]);
  return parting < 0 ? a.length : parting;
}
