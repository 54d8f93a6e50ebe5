import type { NodeId } from "../document/types.ts";
import type { Problem } from "../problem.ts";
import type { Role } from "./roles.ts";

/** An audio file as it was found. */
export interface IntakeFile {
  /** Path relative to the document to be, with forward slashes. */
  readonly file: string;
  readonly channels: number;
  readonly sampleRate: number;
  readonly frames: number;
  readonly sha256?: string;
}

/** What became of every file: each is named once, in `matched`, `unassigned` or `references`. */
export interface IntakeReport {
  /** Name of the template. */
  readonly template: string;
  readonly matched: readonly MatchedFile[];
  /** Tracks on the bus "Unassigned". */
  readonly unassigned: readonly UnassignedFile[];
  /** Rough mixes, prints and click tracks: no part of the mix. */
  readonly references: readonly ReferenceFile[];
  /** Mono files that are the two sides of one thing, panned apart. */
  readonly pairs: readonly FilePair[];
  readonly warnings: readonly Problem[];
}

/** A file whose name, or folder, says what it is. */
export interface MatchedFile {
  readonly file: string;
  readonly track: NodeId;
  readonly bus: NodeId;
  readonly role: Role;
  readonly keywords: readonly string[];
  readonly confidence: "name" | "folder";
}

/** A file that no bus of the template could be found for. */
export interface UnassignedFile {
  readonly file: string;
  readonly track: NodeId;
  /** A sentence. */
  readonly reason: string;
}

/** A file that is listened to beside the mix, not in it. */
export interface ReferenceFile {
  readonly file: string;
  readonly role: Role;
  readonly keywords: readonly string[];
}

/** File names of two sides. */
export interface FilePair {
  readonly left: string;
  readonly right: string;
}
