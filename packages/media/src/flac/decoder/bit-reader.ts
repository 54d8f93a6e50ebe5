/**
 * Reads big-endian bit fields. It keeps only its position: each access loads the 32-bit word at the current byte, of
 * which at least 25 bits are still to come. Past the end of the underlying buffer a load throws a RangeError.
 */
export class BitReader {
  readonly #view: DataView;
  #bit: number;

  /** `position` counts bytes of `bytes`. The buffer behind must go on for 8 bytes after the last one that is read. */
  constructor(bytes: Uint8Array, position: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset);
    this.#bit = position * 8;
  }

  /** The byte of the position, rounded up to a whole one. */
  get bytePosition(): number {
    return (this.#bit + 7) >>> 3;
  }

  /** Unsigned number of 0 to 32 bits. */
  read(count: number): number {
    if (count > 25) return this.read(count - 16) * 65536 + this.read(16);
    const value = (this.#word() >>> 1) >>> (31 - count);
    this.#bit += count;
    return value;
  }

  /** Two's-complement number of 1 to 33 bits. */
  readSigned(count: number): number {
    if (count > 25) return this.readSigned(count - 16) * 65536 + this.read(16);
    const value = this.#word() >> (32 - count);
    this.#bit += count;
    return value;
  }

  /** Counts zeros up to the next one, which is consumed. */
  readUnary(): number {
    let zeros = 0;
    let word = this.#word();
    while (word === 0) {
      const step = 32 - (this.#bit & 7);
      zeros += step;
      this.#bit += step;
      word = this.#word();
    }
    const rest = Math.clz32(word);
    this.#bit += rest + 1;
    return zeros + rest;
  }

  /** Rice-coded residual (RFC 9639, section 9.2.7): quotient in unary, `parameter` bits of remainder, folded sign. */
  readRice(residual: Float64Array, from: number, to: number, parameter: number): void {
    const view = this.#view;
    let bit = this.#bit;
    for (let i = from; i < to; i++) {
      const word = view.getUint32(bit >>> 3) << (bit & 7);
      const quotient = Math.clz32(word);
      let folded;
      if (quotient + parameter < 25) {
        folded = (quotient << parameter) | ((((word << quotient) << 1) >>> 1) >>> (31 - parameter));
        bit += quotient + parameter + 1;
      } else {
        this.#bit = bit;
        folded = this.#readLongRice(parameter);
        bit = this.#bit;
      }
      residual[i] = (folded >>> 1) ^ -(folded & 1);
    }
    this.#bit = bit;
  }

  #readLongRice(parameter: number): number {
    const quotient = this.readUnary();
    return (quotient << parameter) + this.read(parameter);
  }

  #word(): number {
    return this.#view.getUint32(this.#bit >>> 3) << (this.#bit & 7);
  }
}
