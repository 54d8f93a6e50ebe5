/** How uncompressed samples lie in a file: frames in order, channels interleaved. */
export interface PcmLayout {
  readonly kind: "signed" | "unsigned" | "float";
  readonly bytesPerSample: 1 | 2 | 3 | 4 | 8;
  readonly bigEndian: boolean;
  readonly channels: number;
}

export function bytesPerFrame(layout: PcmLayout): number {
  return layout.bytesPerSample * layout.channels;
}

/** Bytes that hold one integer sample of `bits` bits: narrow samples stand in the upper bits of the next whole size. */
export function integerBytes(bits: number): 1 | 2 | 3 | 4 | undefined {
  const bytes = Math.ceil(bits / 8);
  return bytes === 1 || bytes === 2 || bytes === 3 || bytes === 4 ? bytes : undefined;
}
