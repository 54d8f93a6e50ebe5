/** Where the recordings of a mix lie. Plain data that can be posted to the Worker. */
export type MediaLocation =
  /** A folder of the page's private file system, such as `songs/one`; empty for its root. */
  | { readonly kind: "opfs"; readonly folder: string }
  /** A folder on a server, read in parts where it answers range requests; relative to the page. */
  | { readonly kind: "url"; readonly base: string }
  /** Files that a person chose, by the path that the mix gives them. */
  | { readonly kind: "files"; readonly files: Readonly<Record<string, Blob | FileSystemFileHandle>> };

/** Where a bounce goes. */
export type BounceTarget =
  /** A file of the page's private file system, such as `bounces/mix.wav`. Folders are made where they are missing. */
  | { readonly kind: "opfs"; readonly path: string }
  /** A file that a person chose for writing. */
  | { readonly kind: "file"; readonly handle: FileSystemFileHandle }
  /** A Blob in the result. All of it is held in memory. */
  | { readonly kind: "memory" };
