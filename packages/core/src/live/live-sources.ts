import { ResamplerKernels } from "@twobus/dsp";
import type { MixDocument, SourceId } from "../document/types.ts";
import { TwobusError, type Problem } from "../problem.ts";
import { openSources, type OpenRecording, type OpenSources } from "../renderer/open-sources.ts";
import type { FedSource } from "../renderer/source-feed.ts";

/** Recordings of a mix, opened as far as they can be: what is missing or broken is silent, and named. */
export interface LiveSources {
  /** In the order of the ids. */
  readonly fed: readonly FedSource[];
  readonly problems: readonly Problem[];
  close(): Promise<void>;
}

export async function openLiveSources(
  document: MixDocument,
  ids: readonly SourceId[],
  open: OpenRecording,
  kernels: ResamplerKernels,
): Promise<LiveSources> {
  const problems: Problem[] = [];
  const openOne = async (id: SourceId): Promise<OpenSources | undefined> => {
    try {
      return await openSources(document, [id], open, kernels, new AbortController().signal);
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const opened = await Promise.all(ids.map(openOne));
  return {
    fed: opened.map((sources) => sources?.fed[0] ?? silent(document.sampleRate)),
    problems,
    close: async () => {
      await Promise.all(opened.map(async (sources) => sources?.close()));
    },
  };
}

const silent = (sampleRate: number): FedSource => ({
  stream: { format: { sampleRate, channels: 1, frames: 0 }, read: async () => 0 },
  startFrame: 0,
});
