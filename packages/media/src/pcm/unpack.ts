import type { PcmLayout } from "./pcm-layout.ts";

/** Interleaved samples as numbers; packed 24-bit samples as their bytes. */
export type PcmSamples = Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Int32Array;

/** 2^(bits − 1), by bytes per sample. */
const INTEGER_SCALES: Readonly<Record<number, number>> = { 1: 128, 2: 32768, 4: 2147483648 };

/**
 * Samples of whole frames. `bytes` starts on a boundary of 8 bytes and is overwritten when the samples are big-endian.
 * Hosts of WebAssembly are little-endian, so typed arrays read the file's own order.
 */
export function samplesOf(bytes: Uint8Array, layout: PcmLayout): PcmSamples {
  const { kind, bytesPerSample } = layout;
  const { buffer, byteOffset } = bytes;
  const count = bytes.length / bytesPerSample;
  if (layout.bigEndian) swapBytes(bytes, bytesPerSample, count);
  if (kind === "float") {
    return bytesPerSample === 4
      ? new Float32Array(buffer, byteOffset, count)
      : new Float64Array(buffer, byteOffset, count);
  }
  if (bytesPerSample === 1) return kind === "signed" ? new Int8Array(buffer, byteOffset, count) : bytes;
  if (bytesPerSample === 2) return new Int16Array(buffer, byteOffset, count);
  return bytesPerSample === 3 ? bytes : new Int32Array(buffer, byteOffset, count);
}

/**
 * Turns `frames` frames from frame `first` on into planar doubles at full scale ±1, and says whether all are finite.
 * Exact for every layout: an integer of b bits is divided by 2^(b−1).
 */
export function spreadSamples(
  samples: PcmSamples,
  { kind, bytesPerSample, channels: stride }: PcmLayout,
  first: number,
  channels: readonly Float64Array[],
  at: number,
  frames: number,
): boolean {
  if (bytesPerSample === 3) {
    spreadPacked24(samples as Uint8Array, stride, first, channels, at, frames);
    return true;
  }
  const scale = kind === "float" ? 1 : 1 / INTEGER_SCALES[bytesPerSample]!;
  const middle = kind === "unsigned" ? 128 : 0;
  const [left, right] = channels;
  if (stride === 2) return spreadStereo(samples, scale, middle, 2 * first, left!, right!, at, frames);
  let poison = 0;
  for (let channel = 0; channel < stride; channel++) {
    const out = channels[channel]!;
    for (let frame = 0, i = stride * first + channel; frame < frames; frame++, i += stride) {
      const value = (samples[i]! - middle) * scale;
      out[at + frame] = value;
      poison += value * 0;
    }
  }
  return poison === 0;
}

/** Both channels in one pass. */
function spreadStereo(
  samples: PcmSamples,
  scale: number,
  middle: number,
  from: number,
  left: Float64Array,
  right: Float64Array,
  at: number,
  frames: number,
): boolean {
  let leftPoison = 0;
  let rightPoison = 0;
  for (let out = at, i = from, end = at + frames; out < end; out++, i += 2) {
    const leftValue = (samples[i]! - middle) * scale;
    const rightValue = (samples[i + 1]! - middle) * scale;
    left[out] = leftValue;
    right[out] = rightValue;
    leftPoison += leftValue * 0;
    rightPoison += rightValue * 0;
  }
  return leftPoison === 0 && rightPoison === 0;
}

function spreadPacked24(
  bytes: Uint8Array,
  stride: number,
  first: number,
  channels: readonly Float64Array[],
  at: number,
  frames: number,
): void {
  for (let channel = 0; channel < stride; channel++) {
    const out = channels[channel]!;
    for (let frame = 0, i = 3 * (stride * first + channel); frame < frames; frame++, i += 3 * stride) {
      out[at + frame] = ((bytes[i]! << 8) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 24)) / 2147483648;
    }
  }
}

/**
 * The same as interleaved stereo from frame `at` of `target` on: mono on both sides, the first two of more channels. Says
 * whether all are finite.
 */
export function interleaveSamples(
  samples: PcmSamples,
  { kind, bytesPerSample, channels: stride }: PcmLayout,
  first: number,
  target: Float64Array,
  at: number,
  frames: number,
): boolean {
  if (bytesPerSample === 3) {
    interleavePacked24(samples as Uint8Array, stride, first, target, at, frames);
    return true;
  }
  const right = stride === 1 ? 0 : 1;
  const scale = kind === "float" ? 1 : 1 / INTEGER_SCALES[bytesPerSample]!;
  const middle = kind === "unsigned" ? 128 : 0;
  let leftPoison = 0;
  let rightPoison = 0;
  for (let out = 2 * at, i = stride * first, end = 2 * (at + frames); out < end; out += 2, i += stride) {
    const leftValue = (samples[i]! - middle) * scale;
    const rightValue = (samples[i + right]! - middle) * scale;
    target[out] = leftValue;
    target[out + 1] = rightValue;
    leftPoison += leftValue * 0;
    rightPoison += rightValue * 0;
  }
  return leftPoison === 0 && rightPoison === 0;
}

function interleavePacked24(
  bytes: Uint8Array,
  stride: number,
  first: number,
  target: Float64Array,
  at: number,
  frames: number,
): void {
  const right = stride === 1 ? 0 : 3;
  for (let out = 2 * at, i = 3 * stride * first, end = 2 * (at + frames); out < end; out += 2, i += 3 * stride) {
    const j = i + right;
    target[out] = ((bytes[i]! << 8) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 24)) / 2147483648;
    target[out + 1] = ((bytes[j]! << 8) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 24)) / 2147483648;
  }
}

function swapBytes(bytes: Uint8Array, width: number, samples: number): void {
  for (let low = 0, end = samples * width; low < end; low += width) {
    for (let i = low, j = low + width - 1; i < j; i++, j--) {
      const byte = bytes[i]!;
      bytes[i] = bytes[j]!;
      bytes[j] = byte;
    }
  }
}
