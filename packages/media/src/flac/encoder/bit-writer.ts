/** Writes big-endian bit fields into a buffer of fixed size. */
export class BitWriter {
  readonly bytes: Uint8Array;
  #position = 0;
  /** The last bits written, of which `#count` (below 8) have not reached the buffer. */
  #held = 0;
  #count = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Whole bytes written since the last `clear`. */
  get length(): number {
    return this.#position;
  }

  clear(): void {
    this.#position = 0;
    this.#held = 0;
    this.#count = 0;
  }

  /** Writes the lowest `bits` (0 to 32) of `value`, which may be negative. */
  write(value: number, bits: number): void {
    if (bits > 24) {
      this.write(value >>> 16, bits - 16);
      this.write(value & 0xffff, 16);
      return;
    }
    this.#held = (this.#held << bits) | (value & ((1 << bits) - 1));
    this.#count += bits;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.bytes[this.#position++] = this.#held >> this.#count;
    }
  }

  /** Writes numbers as Rice codes: quotient in unary, `parameter` bits of remainder, folded sign. */
  writeRice(residual: Int32Array, from: number, to: number, parameter: number): void {
    const remainderMask = (1 << parameter) - 1;
    for (let i = from; i < to; i++) {
      const value = residual[i]!;
      const folded = (value << 1) ^ (value >> 31);
      const quotient = folded >>> parameter;
      const remainder = folded & remainderMask;
      if (quotient + parameter < 24) this.write((1 << parameter) | remainder, quotient + parameter + 1);
      else this.#writeLongRice(quotient, remainder, parameter);
    }
  }

  /** Fills the last byte with zeros. */
  align(): void {
    this.write(0, (8 - this.#count) & 7);
  }

  #writeLongRice(quotient: number, remainder: number, parameter: number): void {
    for (let zeros = quotient; zeros > 0; zeros -= 16) this.write(0, Math.min(zeros, 16));
    this.write(1, 1);
    this.write(remainder, parameter);
  }
}
