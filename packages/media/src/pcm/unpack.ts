import type { PcmLayout } from "./pcm-layout.ts";

/**
 * Turns `frames` interleaved frames at the front of `bytes` into planar doubles at full scale ±1. `bytes` starts on a
 * boundary of 8 bytes and is overwritten when the samples are big-endian. Exact for every layout: an integer of b bits
 * is divided by 2^(b−1). Hosts of WebAssembly are little-endian, so typed arrays read the file's own order.
 */
export function unpackPcm(
  bytes: Uint8Array,
  layout: PcmLayout,
  channels: readonly Float64Array[],
  at: number,
  frames: number,
): void {
  const samples = frames * layout.channels;
  if (layout.bigEndian) swapBytes(bytes, layout.bytesPerSample, samples);
  const { buffer, byteOffset } = bytes;
  if (layout.kind === "float") {
    const values =
      layout.bytesPerSample === 4
        ? new Float32Array(buffer, byteOffset, samples)
        : new Float64Array(buffer, byteOffset, samples);
    spread(values, 0, 1, layout.channels, channels, at, frames);
  } else if (layout.bytesPerSample === 1) {
    const values = layout.kind === "signed" ? new Int8Array(buffer, byteOffset, samples) : bytes;
    spread(values, layout.kind === "signed" ? 0 : 128, 1 / 128, layout.channels, channels, at, frames);
  } else if (layout.bytesPerSample === 2) {
    spread(new Int16Array(buffer, byteOffset, samples), 0, 1 / 32768, layout.channels, channels, at, frames);
  } else if (layout.bytesPerSample === 3) {
    spreadPacked24(bytes, layout.channels, channels, at, frames);
  } else {
    spread(new Int32Array(buffer, byteOffset, samples), 0, 1 / 2147483648, layout.channels, channels, at, frames);
  }
}

function spread(
  values: ArrayLike<number>,
  middle: number,
  scale: number,
  stride: number,
  channels: readonly Float64Array[],
  at: number,
  frames: number,
): void {
  for (let channel = 0; channel < stride; channel++) {
    const out = channels[channel]!;
    for (let frame = 0, i = channel; frame < frames; frame++, i += stride) {
      out[at + frame] = (values[i]! - middle) * scale;
    }
  }
}

function spreadPacked24(
  bytes: Uint8Array,
  stride: number,
  channels: readonly Float64Array[],
  at: number,
  frames: number,
): void {
  for (let channel = 0; channel < stride; channel++) {
    const out = channels[channel]!;
    for (let frame = 0, i = 3 * channel; frame < frames; frame++, i += 3 * stride) {
      out[at + frame] = ((bytes[i]! << 8) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 24)) / 2147483648;
    }
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
