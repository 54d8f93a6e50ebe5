import type { PlanarStream, ResamplerKernels } from "@twobus/dsp";
import type { MixDocument, SourceId, SourceRecord } from "../document/types.ts";
import { problemsOf, type Problem } from "../problem.ts";
import { openSources, type OpenRecording, type OpenSources } from "../renderer/open-sources.ts";
import type { FedSource } from "../renderer/source-feed.ts";

/** Recordings of a mix as far as they can be read: what is missing or breaks off is silent, and reported. */
export interface LiveSources {
  /** In the order of the ids. */
  readonly fed: readonly FedSource[];
  /** What the mix said of each when it was opened. */
  readonly records: readonly (SourceRecord | undefined)[];
  /** Whether all could be opened, and read so far. */
  isWhole(): boolean;
  close(): Promise<void>;
}

export interface LiveSourcesOptions {
  readonly open: OpenRecording;
  readonly resampler: ResamplerKernels;
  readonly report: (problem: Problem) => void;
}

export async function openLiveSources(
  document: MixDocument,
  ids: readonly SourceId[],
  { open, resampler, report }: LiveSourcesOptions,
): Promise<LiveSources> {
  let isWhole = true;
  const failed = (id: SourceId, error: unknown): void => {
    isWhole = false;
    problemsOf(error, unreadable(id)).forEach(report);
  };
  const openOne = async (id: SourceId): Promise<OpenSources | undefined> => {
    try {
      return await openSources(document, [id], open, resampler, new AbortController().signal);
    } catch (error) {
      failed(id, error);
      return undefined;
    }
  };
  const opened = await Promise.all(ids.map(openOne));
  return {
    records: ids.map((id) => document.sources[id]),
    fed: opened.map((sources, index) => {
      const [fed] = sources?.fed ?? [];
      if (fed === undefined) return silent(document.sampleRate);
      return { ...fed, stream: endingWhereItBreaks(fed.stream, (error) => failed(ids[index]!, error)) };
    }),
    isWhole: () => isWhole,
    close: async () => {
      await Promise.all(opened.map(async (sources) => sources?.close()));
    },
  };
}

const unreadable =
  (id: SourceId) =>
  (cause: string): Problem => ({
    code: "unreadable",
    at: id,
    message: `the recording cannot be read (${cause}) and is silent from here on; choose it again`,
  });

const silent = (sampleRate: number): FedSource => ({
  stream: { format: { sampleRate, channels: 1, frames: 0 }, read: async () => 0 },
  startFrame: 0,
});

/** A stream that is over where it can no longer be read. `failed` is told why, once. */
function endingWhereItBreaks(stream: PlanarStream, failed: (error: unknown) => void): PlanarStream {
  let isBroken = false;
  const broken = (error: unknown): number => {
    if (!isBroken) failed(error);
    isBroken = true;
    return 0;
  };
  const reading = (read: () => number | Promise<number>): number | Promise<number> => {
    if (isBroken) return 0;
    try {
      const frames = read();
      return typeof frames === "number" ? frames : frames.catch(broken);
    } catch (error) {
      return broken(error);
    }
  };
  const { format, readStereo, skip } = stream;
  return {
    format,
    read: async (channels) => reading(() => stream.read(channels)),
    ...(readStereo !== undefined && { readStereo: (frames) => reading(() => readStereo.call(stream, frames)) }),
    ...(skip !== undefined && { skip: async (frames) => reading(() => skip.call(stream, frames)) }),
  };
}
