/** Puts one channel's 16-bit numbers between those of the others, little-endian. */
export function pack16(whole: Int32Array, bytes: Uint8Array, channel: number, channels: number, frames: number): void {
  for (let i = 0, at = 2 * channel; i < frames; i++, at += 2 * channels) {
    const value = whole[i]!;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
  }
}

/** The same for 24-bit numbers. */
export function pack24(whole: Int32Array, bytes: Uint8Array, channel: number, channels: number, frames: number): void {
  for (let i = 0, at = 3 * channel; i < frames; i++, at += 3 * channels) {
    const value = whole[i]!;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
  }
}
