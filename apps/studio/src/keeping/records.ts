import type { MediaLocation } from "@twobus/renderer-web";

/** Where the recordings of a kept mix lie: in the private file system, or on a server. */
export type KeptMedia = Extract<MediaLocation, { readonly kind: "opfs" | "url" }>;

/** A mix as it is kept. */
export interface KeptMix {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAtMs: number;
  readonly media: KeptMedia;
  /** The document as a `.mix.json`. */
  readonly text: string;
  /** Of a mix that lies in a file: what is known of that. */
  readonly file?: KeptFile;
}

/** How a kept mix stands to its file. */
export interface KeptFile {
  /** Of a file on this machine; absent where a server has it. */
  readonly handle?: FileSystemFileHandle;
  /** Of the file that was edited, or that holds the edits. */
  readonly etag: string;
  readonly holdsEdits: boolean;
}

/** What a kept mix was like at a time. */
export interface KeptVersion {
  /** The kept mix's id. */
  readonly mix: string;
  readonly number: number;
  readonly startedAtMs: number;
  readonly savedAtMs: number;
  readonly text: string;
}

/** Letters of states of a mix that somebody stored to come back to. */
export const SNAPSHOT_LETTERS = ["A", "B", "C", "D"] as const;
export type SnapshotLetter = (typeof SNAPSHOT_LETTERS)[number];

/** A state of a mix under a letter. It lies among the versions, where a letter stands for the number, and stays until another takes its place. */
export interface KeptSnapshot {
  /** The kept mix's id. */
  readonly mix: string;
  readonly number: SnapshotLetter;
  readonly text: string;
}

/** Whether a record of the database is what it should be. */
export function isKeptMix(record: unknown): record is KeptMix {
  if (typeof record !== "object" || record === null) return false;
  const { id, name, savedAtMs, media, text, file } = record as Partial<Record<keyof KeptMix, unknown>>;
  const hasText = [id, name, text].every((field) => typeof field === "string");
  return hasText && typeof savedAtMs === "number" && isKeptMedia(media) && (file === undefined || isKeptFile(file));
}

function isKeptFile(file: unknown): boolean {
  if (typeof file !== "object" || file === null) return false;
  const { etag, holdsEdits } = file as Partial<Record<keyof KeptFile, unknown>>;
  return typeof etag === "string" && typeof holdsEdits === "boolean";
}

function isKeptMedia(media: unknown): boolean {
  if (typeof media !== "object" || media === null) return false;
  const { kind, folder, base } = media as { kind?: unknown; folder?: unknown; base?: unknown };
  return (kind === "opfs" && typeof folder === "string") || (kind === "url" && typeof base === "string");
}
