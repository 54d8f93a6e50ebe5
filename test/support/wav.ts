/** How a sample is written: bytes, the tag of its format, and the way into a view. Whole numbers are rounded, not dithered. */
const FORMATS = {
  int16: { bytes: 2, tag: 1, write: (view, at, x) => view.setInt16(at, whole(x, 0x8000), true) },
  int24: {
    bytes: 3,
    tag: 1,
    write: (view, at, x) => {
      const value = whole(x, 0x800000);
      view.setUint16(at, value & 0xffff, true);
      view.setInt8(at + 2, value >> 16);
    },
  },
  float32: { bytes: 4, tag: 3, write: (view, at, x) => view.setFloat32(at, x, true) },
} satisfies Record<
  string,
  { readonly bytes: number; readonly tag: number; write(view: DataView, at: number, sample: number): void }
>;

export type WavSamples = keyof typeof FORMATS;

const whole = (sample: number, fullScale: number): number =>
  Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample * fullScale)));

const HEADER_BYTES = 44;

/** A WAV file written by hand, so that tests do not lean on the writer that they test. */
export function wavBytes(
  channels: readonly ArrayLike<number>[],
  sampleRate: number,
  samples: WavSamples = "float32",
): Uint8Array<ArrayBuffer> {
  const { bytes, tag, write } = FORMATS[samples];
  const frames = channels[0]!.length;
  const frameBytes = channels.length * bytes;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + frames * frameBytes));
  const file = new Uint8Array(view.buffer);
  const text = (at: number, letters: string): void => file.set(new TextEncoder().encode(letters), at);
  text(0, "RIFF");
  view.setUint32(4, view.byteLength - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, tag, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, 8 * bytes, true);
  text(36, "data");
  view.setUint32(40, frames * frameBytes, true);
  for (let frame = 0, at = HEADER_BYTES; frame < frames; frame++) {
    for (const channel of channels) {
      write(view, at, channel[frame]!);
      at += bytes;
    }
  }
  return file;
}
