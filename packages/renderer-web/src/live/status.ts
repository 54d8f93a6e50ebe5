import { QUANTUM } from "@twobus/core/engine";

/** What the thread that plays says of itself. Shared with the Worker where memory may be, else sent at most 30 times a second. */
export interface PlayerStatus {
  /** In the order of the places below. */
  readonly values: Float64Array;
  /** The last of the mix: interleaved stereo, quantum by quantum, round and round. */
  readonly tap: Float32Array;
}

// Places among the values
/** The frame of the mix that is heard next. */
export const POSITION = 0;
/** The memory of the voice that sounds; −1 in silence. */
export const SLOT = 1;
/** Quanta since the start. */
export const QUANTA = 2;
/** Milliseconds that they took. The clock there counts whole ones, so only long means are true. */
export const BUSY_MS = 3;
/** 1 while a voice sounds. */
export const IS_SOUNDING = 4;
const VALUES = 5;

/** No status is sent, and none is reported to the page, more often than this. */
const MOST_PER_SECOND = 30;

export const REPORT_MS: number = Math.ceil(1000 / MOST_PER_SECOND);

/** How often the status is sent where memory is not shared. */
export const quantaPerStatus = (sampleRate: number): number => Math.ceil(sampleRate / (MOST_PER_SECOND * QUANTUM));

/** A third of a second; what is sent at once never goes past the end. */
const TAP_STATUSES = 10;

export const tapQuanta = ({ tap }: PlayerStatus): number => tap.length / (QUANTUM * 2);

/** What is sent at once where memory is not shared: the tap of the quanta since the last time. */
export const createStatusToSend = (sampleRate: number): PlayerStatus => ({
  values: new Float64Array(VALUES),
  tap: new Float32Array(quantaPerStatus(sampleRate) * QUANTUM * 2),
});

export function createStatus(isShared: boolean, sampleRate: number): PlayerStatus {
  const memory = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
    isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return {
    values: new Float64Array(memory(VALUES * 8)),
    tap: new Float32Array(memory(TAP_STATUSES * quantaPerStatus(sampleRate) * QUANTUM * 2 * 4)),
  };
}
