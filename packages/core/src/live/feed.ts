import type { MixDocument, SourceRecord } from "../document/types.ts";
import type { PlayerMessage } from "../player/messages.ts";
import {
  chunkSamples,
  createRing,
  createRingControl,
  hasRoom,
  nextChunk,
  placeOfNext,
  publishChunk,
  type Ring,
  type RingShape,
} from "../player/ring.ts";
import type { SourceFeed } from "../renderer/source-feed.ts";
import { isSameData } from "./same-data.ts";

/** How often a full ring is looked at again. */
const REST_MS = 10;

/** Keeps a ring full, ahead of the voices that read it. */
export interface Feed {
  readonly ids: readonly string[];
  /** What the mix said of each when it was opened. */
  readonly records: readonly (SourceRecord | undefined)[];
  readonly ring: Ring;
  /** What the player is given: the ring itself where memory is shared, its shape otherwise. */
  readonly handedOver: Ring | RingShape;
  /** Fills the ring from now on: the chunk that is at hand is in it at once. */
  start(): void;
  /** Resolves when that many chunks have been written, or the ring is full. */
  filled(chunks: number): Promise<void>;
  /** Whether all of its sources could be opened, and read so far. */
  isWhole(): boolean;
  close(): Promise<void>;
}

export interface FeedOptions {
  readonly shape: RingShape;
  readonly ids: readonly string[];
  readonly records: readonly (SourceRecord | undefined)[];
  readonly sources: SourceFeed;
  readonly isWhole: () => boolean;
  /** The first chunk, where it has been read already: each source's samples, one after the other. */
  readonly chunk: Float64Array | undefined;
  readonly isShared: boolean;
  readonly send: (message: PlayerMessage, transfer: Transferable[]) => void;
  /** Waits that long. */
  readonly rest: (milliseconds: number) => Promise<void>;
  readonly release: () => Promise<void>;
  /** Told when reading fails: the sources are silent from there on. */
  readonly failed: (error: unknown) => void;
}

export function createFeed(options: FeedOptions): Feed {
  const { shape, ids, records, sources, isWhole, chunk, isShared, send, rest, release, failed } = options;
  const length = chunkSamples(shape);
  const own = new Float64Array(isShared ? 0 : length * shape.sources);
  const ring: Ring = isShared ? createRing(shape, true) : { ...shape, samples: own, control: createRingControl(false) };
  const closing = new AbortController();
  let filling: Promise<void> | undefined;

  const place = (source: number): Float64Array =>
    isShared ? placeOfNext(ring, source) : own.subarray(source * length, (source + 1) * length);
  const publish = (): void => {
    if (!isShared) {
      const samples = own.slice();
      send({ kind: "chunk", ring: shape.id, samples }, [samples.buffer]);
    }
    publishChunk(ring);
  };
  const put = (samples: Float64Array): void => {
    for (let source = 0; source < shape.sources; source++) {
      place(source).set(samples.subarray(source * length, (source + 1) * length));
    }
    publish();
  };
  const keepFull = async (): Promise<void> => {
    if (chunk !== undefined) put(chunk);
    while (!closing.signal.aborted) {
      if (!hasRoom(ring)) await rest(REST_MS);
      else {
        await sources.fill({ source: place }, nextChunk(ring));
        if (!closing.signal.aborted) publish();
      }
    }
  };
  return {
    ids,
    records,
    ring,
    handedOver: isShared ? ring : shape,
    start: () => {
      filling ??= keepFull().catch(failed);
    },
    filled: async (chunks) => {
      while (!closing.signal.aborted && hasRoom(ring) && nextChunk(ring) - shape.firstChunk < chunks) await rest(1);
    },
    isWhole,
    close: async () => {
      closing.abort();
      await filling;
      await release();
    },
  };
}

/** Whether what a feed reads is still what a mix says of these sources. */
export const isFedWith = ({ ids, records }: Feed, { sources }: MixDocument, wanted: readonly string[]): boolean =>
  wanted.every((id) => ids.includes(id) && isSameData(records[ids.indexOf(id)], sources[id]));
