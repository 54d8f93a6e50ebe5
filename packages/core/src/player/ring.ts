import { QUANTUM } from "../engine/quantum.ts";

/** What a ring is going to hold: chunks of all sources of a plan, in plan time, from `firstChunk` on. */
export interface RingShape {
  /** Tells it from others between the same two threads. */
  readonly id: number;
  readonly sources: number;
  readonly chunkQuanta: number;
  /** Chunks that it holds at most. */
  readonly slots: number;
  readonly firstChunk: number;
}

/** Plain data over memory that may be shared. */
export interface Ring extends RingShape {
  /** Chunk by chunk, source by source: interleaved stereo. */
  readonly samples: Float64Array;
  /** Chunks written and chunks let go, since the first. */
  readonly control: Int32Array;
}

const WRITTEN = 0;
const TAKEN = 1;

export function createRing(shape: RingShape, isShared: boolean): Ring {
  const memory = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
    isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  const samples = shape.slots * shape.sources * chunkSamples(shape);
  return { ...shape, samples: new Float64Array(memory(samples * 8)), control: createRingControl(isShared) };
}

export const createRingControl = (isShared: boolean): Int32Array =>
  new Int32Array(isShared ? new SharedArrayBuffer(8) : new ArrayBuffer(8));

/** Of one source. */
export const chunkSamples = (ring: RingShape): number => ring.chunkQuanta * QUANTUM * 2;
const startOf = (ring: Ring, source: number, chunk: number): number =>
  ((chunk % ring.slots) * ring.sources + source) * chunkSamples(ring);

/** Where the next chunk of a source goes. */
export function placeOfNext(ring: Ring, source: number): Float64Array {
  const start = startOf(ring, source, nextChunk(ring));
  return ring.samples.subarray(start, start + chunkSamples(ring));
}

/** The chunk that is to be written next, in plan time. */
export const nextChunk = (ring: Ring): number => ring.firstChunk + Atomics.load(ring.control, WRITTEN);

export const hasRoom = (ring: Pick<Ring, "slots" | "control">): boolean =>
  Atomics.load(ring.control, WRITTEN) - Atomics.load(ring.control, TAKEN) < ring.slots;

/** The next chunk is there, for all sources. */
export const publishChunk = (ring: Pick<Ring, "control">): void => void Atomics.add(ring.control, WRITTEN, 1);

/** How many chunks have been let go. */
export const takenChunks = (ring: Pick<Ring, "control">): number => Atomics.load(ring.control, TAKEN);
export const setTakenChunks = (ring: Pick<Ring, "control">, chunks: number): void =>
  void Atomics.store(ring.control, TAKEN, chunks);

/** What `Player.readRings` writes: of the voice that sounds, and of the next. */
export const RING_VALUES = 4;

/** A ring, −1 for none, and how far it has been read. */
export function writeRingState(ring: Ring | undefined, target: Float64Array, at: number): void {
  target[at] = ring === undefined ? -1 : ring.id;
  target[at + 1] = ring === undefined ? 0 : takenChunks(ring);
}

/** Lets go of everything before a quantum. */
export function takeUpTo(ring: Ring, quantum: number): void {
  setTakenChunks(ring, Math.max(0, Math.floor(quantum / ring.chunkQuanta) - ring.firstChunk));
}

export const hasQuantum = (ring: Ring, quantum: number): boolean =>
  quantum < nextChunk(ring) * ring.chunkQuanta && quantum >= ring.firstChunk * ring.chunkQuanta;

/** Copies one quantum of a source. */
export function copyQuantum(ring: Ring, source: number, quantum: number, target: Float64Array): void {
  const chunk = Math.floor(quantum / ring.chunkQuanta);
  const start = startOf(ring, source, chunk) + (quantum - chunk * ring.chunkQuanta) * QUANTUM * 2;
  const { samples } = ring;
  for (let i = 0; i < QUANTUM * 2; i++) target[i] = samples[start + i]!;
}
