import type { StudyFigure } from "./study.ts";

/** One thing to time. */
export interface KernelCase {
  readonly name: string;
  /** Type of the node, without its pack: what `--only` names. Blocks have none. */
  readonly node?: string;
  readonly study?: StudyFigure;
  /** The most nanoseconds per frame that it should take. */
  readonly askedNanoseconds?: number;
  /** Makes a fresh state and returns what processes this many stereo frames of the loop, going on where it was. */
  prepare(): Promise<(frames: number) => void | Promise<void>>;
}
