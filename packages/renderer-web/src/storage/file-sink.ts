import type { ByteSink } from "@twobus/media";

/** A file on its way: there is the old one, or none, until `commit`. */
export interface FileSink extends ByteSink {
  /** What to call it in messages. */
  readonly name: string;
  /** Makes the file appear, complete; gives it where it has no other place. */
  commit(): Promise<Blob | undefined>;
  /** Leaves what was there before, and nothing else. */
  discard(): Promise<void>;
}
