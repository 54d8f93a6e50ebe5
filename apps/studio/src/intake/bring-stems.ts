import { mixFromFiles, type IntakeFile, type MixDocument, type Problem } from "@twobus/core";
import type { Stem } from "@twobus/editor";
import type { KeptMedia } from "../keeping/records.ts";
import { registry } from "../registry.ts";
import { isMissingAt } from "../relink/find-missing.ts";
import { putRecordings } from "../relink/served-recordings.ts";
import type { ChosenFile } from "./chosen-files.ts";
import type { Intake } from "./intake.ts";

/** Recordings that the mix can play now, in the order of their files, and what became of the others. */
export interface Brought {
  readonly stems: readonly Stem[];
  readonly problems: readonly Problem[];
}

/** A mix, and where it looks for its recordings. */
export interface StemPlace {
  readonly document: MixDocument;
  readonly media: KeptMedia;
}

/** Copies recordings to where an open mix looks for its own, under names that nothing has there. */
export async function bringStems(
  intake: Intake,
  place: StemPlace,
  chosen: readonly ChosenFile[],
  progress: (done: number) => void,
): Promise<Brought> {
  const { sources, problems } = await bringRecordings(intake, place, chosen, progress);
  return { stems: stemsOf([...sources.values()]), problems };
}

/** The same, by the paths under which they were chosen. */
export async function bringRecordings(
  intake: Intake,
  { document, media }: StemPlace,
  chosen: readonly ChosenFile[],
  progress: (done: number) => void,
): Promise<{ readonly sources: ReadonlyMap<string, IntakeFile>; readonly problems: readonly Problem[] }> {
  const files = await renamed(chosen, document, media);
  const { files: described, unusable } = await intake.describe(files, () => {});
  const usable = new Set(described.map(({ file }) => file));
  const copies = files.filter(({ path }) => usable.has(path));
  const sha256s: Record<string, string> = {};
  let problem: Problem | undefined;
  if (media.kind === "opfs") {
    const stored = await intake.store(media.folder, copies, progress);
    Object.assign(sha256s, stored.sha256s);
    ({ problem } = stored);
  } else problem = await putRecordings(media.base, copies, progress);
  if (problem !== undefined) return { sources: new Map(), problems: [...unusable, problem] };
  const chosenAs = new Map(files.map(({ path }, index) => [path, chosen[index]!.path]));
  const sources = described.map((file): readonly [string, IntakeFile] => {
    const sha256 = sha256s[file.file];
    return [chosenAs.get(file.file)!, { ...file, ...(sha256 !== undefined && { sha256 }) }];
  });
  return { sources: new Map(sources), problems: unusable };
}

/** Called, paired and panned as in a new mix. Rough mixes too are tracks where a person asks for them. */
export function stemsOf(files: readonly IntakeFile[]): Stem[] {
  const { document } = mixFromFiles({ name: "stems", files, registry });
  const nodes = Object.values(document.graphs[document.root]!.nodes);
  const tracks = new Map(
    nodes.flatMap((node) => (node.source === undefined ? [] : [[document.sources[node.source]!.file, node] as const])),
  );
  return files.map((source): Stem => {
    const track = tracks.get(source.file);
    const panPercent = track?.params["panPercent"];
    return {
      label: track?.label ?? source.file.replace(/^.*\//, "").replace(/\.[^.]*$/, ""),
      source,
      ...(typeof panPercent === "number" && panPercent !== 0 && { params: { panPercent } }),
    };
  });
}

/** Where nothing can be asked for, no name seems free: copying says why. */
const MOST_NAMES = 100;

/** Files under names that are free: "kick.wav", or else "kick 2.wav" and on. */
async function renamed(
  chosen: readonly ChosenFile[],
  { sources }: MixDocument,
  media: KeptMedia,
): Promise<ChosenFile[]> {
  const taken = new Set(Object.values(sources).map(({ file }) => file));
  const files: ChosenFile[] = [];
  for (const { path, file } of chosen) {
    let name = path;
    for (let count = 2; count <= MOST_NAMES && (taken.has(name) || !(await isMissingAt(media, name))); count++) {
      name = path.replace(/(\.[^./]*)?$/, ` ${count}$1`);
    }
    taken.add(name);
    files.push({ path: name, file });
  }
  return files;
}
