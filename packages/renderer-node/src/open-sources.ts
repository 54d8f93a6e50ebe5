import { join } from "node:path";
import { fault, TwobusError, type MixDocument, type Problem } from "@twobus/core";
import { resampled, type ResamplerKernels } from "@twobus/dsp";
import { openAudio, type AudioReader } from "@twobus/media";
import { openFile, type FileSource } from "./file-source.ts";
import { readAhead } from "./read-ahead.ts";
import type { FedSource } from "./run/source-feed.ts";

/** The recordings that a plan plays, opened. */
export interface OpenSources {
  readonly fed: readonly FedSource[];
  /** Where the last of them ends, in frames of the mix. */
  readonly frames: number;
  /** What was wrong with them; complete once they have been read. */
  warnings(): Problem[];
  close(): Promise<void>;
}

/** Opens sources by id, relative to the mix's folder. Throws with every one that cannot be used. */
export async function openSources(
  document: MixDocument,
  ids: readonly string[],
  folder: string,
  kernels: ResamplerKernels,
): Promise<OpenSources> {
  const files: FileSource[] = [];
  const readers: AudioReader[] = [];
  const close = async (): Promise<void> => {
    for (const reader of readers) reader.close();
    await Promise.all(files.map((file) => file.close()));
  };
  const problems: Problem[] = [];
  for (const id of ids) {
    try {
      const record = document.sources[id];
      if (record === undefined) throw fault("unknown-source", id, "no source has this name");
      const file = await openFile(join(folder, record.file));
      files.push(file);
      readers.push(await openAudio(readAhead(file)));
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) {
    await close();
    throw new TwobusError(problems);
  }
  const fed = readers.map((reader, index): FedSource => {
    const startSeconds = document.sources[ids[index]!]!.startSeconds ?? 0;
    return {
      stream: resampled(reader, document.sampleRate, kernels),
      startFrame: Math.round(startSeconds * document.sampleRate),
    };
  });
  return {
    fed,
    frames: fed.reduce((most, { stream, startFrame }) => Math.max(most, startFrame + stream.format.frames), 0),
    warnings: () => readers.flatMap((reader) => reader.warnings),
    close,
  };
}
