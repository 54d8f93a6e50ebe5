/** What the four header bytes of an MPEG layer III frame say (ISO/IEC 11172-3, section 2.4.1.3, and 13818-3). */
export interface Mp3Header {
  /** 1 for MPEG-1, 0.5 for MPEG-2, 0.25 for MPEG-2.5: how the sample rate is scaled. */
  readonly rateScale: 1 | 0.5 | 0.25;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Frames of sound in it. */
  readonly frames: 576 | 1152;
  readonly bytes: number;
  /** Bytes between the header and the main data. */
  readonly sideBytes: number;
}

const HEADER_BYTES = 4;
const KILOBITS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KILOBITS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44100, 48000, 32000];
const RATE_SCALES = [0.25, undefined, 0.5, 1] as const;

const LAYER_3 = 1;
const MONO = 3;

/** Reads the header at `at`; undefined where there is none, or one of another layer or of the free format. */
export function parseMp3Header(bytes: Uint8Array, at: number, end: number): Mp3Header | undefined {
  if (at + HEADER_BYTES > end || bytes[at] !== 0xff || bytes[at + 1]! < 0xe0) return undefined;
  const second = bytes[at + 1]!;
  const third = bytes[at + 2]!;
  const rateScale = RATE_SCALES[(second >> 3) & 3];
  const isMpeg1 = rateScale === 1;
  const kilobits = (isMpeg1 ? KILOBITS_MPEG1 : KILOBITS_MPEG2)[third >> 4] ?? 0;
  const baseRate = SAMPLE_RATES[(third >> 2) & 3];
  if (rateScale === undefined || ((second >> 1) & 3) !== LAYER_3 || kilobits === 0 || baseRate === undefined) {
    return undefined;
  }
  const sampleRate = baseRate * rateScale;
  const isMono = bytes[at + 3]! >> 6 === MONO;
  const padding = (third >> 1) & 1;
  const checksumBytes = (second & 1) === 0 ? 2 : 0;
  const tables = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return {
    rateScale,
    sampleRate,
    channels: isMono ? 1 : 2,
    frames: isMpeg1 ? 1152 : 576,
    bytes: Math.floor(((isMpeg1 ? 144 : 72) * 1000 * kilobits) / sampleRate) + padding,
    sideBytes: checksumBytes + tables,
  };
}

/** Whether two frames can belong to one stream. */
export function areAlike(one: Mp3Header, other: Mp3Header): boolean {
  return one.sampleRate === other.sampleRate && one.channels === other.channels;
}
