import { sampleRateFault, type PlanarStream } from "@twobus/dsp";
import { fault, type Problem } from "../problem.ts";

/** Recorded sound, opened by a host. Close it when done. */
export interface Recording extends PlanarStream {
  /** What to call it in messages. */
  readonly name: string;
  /** What was found wrong on the way; complete once the end is reached. */
  readonly warnings: readonly Problem[];
  close(): Promise<void>;
}

/** Closes a recording at a rate that no mix can play, and throws `unsupported-sample-rate`. */
export async function playable<R extends Recording>(recording: R): Promise<R> {
  const unplayable = sampleRateFault(recording.format.sampleRate);
  if (unplayable === undefined) return recording;
  await recording.close();
  throw fault("unsupported-sample-rate", recording.name, unplayable);
}
