import type { ConnectionRecord, MixDocument, NodeId } from "@twobus/core";
import { createWebRenderer, type MediaLocation } from "@twobus/renderer-web";
import { newWorker } from "../playback.ts";
import { registry } from "../registry.ts";

/** Part of a mix, in seconds. */
export interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What is listened to, for measuring: about two phrases; of places that are near one another, the same. */
const STRETCH_SECONDS = 10;
const STEP_SECONDS = 5;
/** Detectors have settled by then, and what rings on is there: what lies before is not gone through. */
const WARM_UP_SECONDS = 3;

/** The stretch from where the mix stands, the last one where it ends before; and all of it, where that is silent. */
export function stretchesAt({ sources }: MixDocument, positionSeconds: number): readonly Stretch[] {
  const ends = Object.values(sources).map(
    ({ startSeconds = 0, frames, sampleRate }) => startSeconds + frames / sampleRate,
  );
  const endSeconds = Math.max(1, ...ends);
  const begin = Math.floor(positionSeconds / STEP_SECONDS) * STEP_SECONDS;
  const toSeconds = Math.min(endSeconds, begin + STRETCH_SECONDS);
  return [
    { fromSeconds: Math.max(0, toSeconds - STRETCH_SECONDS), toSeconds },
    { fromSeconds: 0, toSeconds: endSeconds },
  ];
}

/**
 * A mix in which one place alone is heard: what `taps` lead to the end of the graph that `path` opens goes on to the mix, and nothing
 * else does.
 */
export function heardAlone(
  document: MixDocument,
  path: readonly NodeId[],
  taps: readonly Pick<ConnectionRecord, "from" | "gainDb" | "panPercent" | "muted">[],
): MixDocument {
  const graphs = { ...document.graphs };
  let graph = document.root;
  const alone = (ends: readonly ConnectionRecord[]): void => {
    const record = graphs[graph]!;
    graphs[graph] = { ...record, connections: [...record.connections.filter(({ to }) => to !== "out.main"), ...ends] };
  };
  for (const node of path) {
    const inner = graphs[graph]!.nodes[node]!.graph!;
    alone([{ from: `${node}.main`, to: "out.main" }]);
    graph = inner;
  }
  alone(taps.map((tap) => ({ ...tap, to: "out.main" })));
  return { ...document, graphs };
}

/** Loudness meters that work in a Worker. */
export interface LoudnessProbe {
  /** Integrated loudness in LUFS (BS.1770); nothing where there is only silence. `progress` is told how much is done: 0 … 1. */
  measure(
    document: MixDocument,
    stretch: Stretch,
    signal: AbortSignal,
    progress: (done: number) => void,
  ): Promise<number | undefined>;
  dispose(): Promise<void>;
}

export function createLoudnessProbe(media: MediaLocation): LoudnessProbe {
  const renderer = createWebRenderer({ registry, newWorker, media });
  return {
    measure: async (document, stretch, signal, progress) => {
      await renderer.update(document);
      const { measure } = await renderer.bounce({
        ...stretch,
        warmUpSeconds: WARM_UP_SECONDS,
        signal,
        progress: (frames, total) => progress(frames / total),
        container: "wav",
        sampleFormat: "int16",
        to: { kind: "memory" },
      });
      return measure.integratedLufs ?? undefined;
    },
    dispose: () => renderer.dispose(),
  };
}
