import { resampled, type ResamplerKernels } from "@twobus/dsp";
import type { MixDocument, SourceRecord } from "../document/types.ts";
import { fault, TwobusError, type Problem } from "../problem.ts";
import type { Recording } from "./recording.ts";
import type { FedSource } from "./source-feed.ts";

/** How a host opens the file that a source names. Throws a `TwobusError` that says why it cannot be played. */
export type OpenRecording = (source: SourceRecord) => Promise<Recording>;

/** The recordings that a plan plays, opened. */
export interface OpenSources {
  readonly fed: readonly FedSource[];
  /** Where the last of them ends, in frames of the mix. */
  readonly frames: number;
  /** What was wrong with them; complete once they have been read. */
  warnings(): Problem[];
  close(): Promise<void>;
}

/** Opens sources by id. Throws with every one that cannot be used. */
export async function openSources(
  document: MixDocument,
  ids: readonly string[],
  open: OpenRecording,
  kernels: ResamplerKernels,
  signal: AbortSignal,
): Promise<OpenSources> {
  const recordings: Recording[] = [];
  const fed: FedSource[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(recordings.map((recording) => recording.close()));
  };
  const problems: Problem[] = [];
  for (const id of ids) {
    try {
      signal.throwIfAborted();
      const source = recordOf(document, id);
      const recording = await open(source);
      recordings.push(recording);
      fed.push({
        stream: resampled(recording, document.sampleRate, kernels),
        startFrame: Math.round((source.startSeconds ?? 0) * document.sampleRate),
      });
    } catch (error) {
      if (!(error instanceof TwobusError)) {
        await close();
        throw error;
      }
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) {
    await close();
    throw new TwobusError(problems);
  }
  return {
    fed,
    frames: fed.reduce((most, { stream, startFrame }) => Math.max(most, startFrame + stream.format.frames), 0),
    warnings: () => recordings.flatMap((recording) => [...warnOfChannels(recording), ...recording.warnings]),
    close,
  };
}

function recordOf(document: MixDocument, id: string): SourceRecord {
  const record = document.sources[id];
  if (record === undefined) throw fault("unknown-source", id, "no source has this name");
  return record;
}

function warnOfChannels({ name, format }: Recording): Problem[] {
  if (format.channels <= 2) return [];
  const message = `the file has ${format.channels} channels and the first two play; export it as stereo files`;
  return [{ code: "many-channels", at: name, message }];
}
