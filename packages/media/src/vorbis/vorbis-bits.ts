/**
 * Reads little-endian bit fields of one packet (Vorbis I, section 2). Reading past the end gives zeros and raises
 * `isOver`, which ends a packet early without being an error. The packet's buffer must go on for 8 bytes behind it.
 */
export class VorbisBits {
  isOver = false;
  readonly #view: DataView;
  readonly #end: number;
  #bit = 0;

  constructor(packet: Uint8Array) {
    this.#view = new DataView(packet.buffer, packet.byteOffset);
    this.#end = packet.length * 8;
  }

  /** Bits to the end of the packet. */
  get left(): number {
    return this.#end - this.#bit;
  }

  /** Unsigned number of 0 to 32 bits. */
  read(count: number): number {
    if (count > 24) return this.read(16) + this.read(count - 16) * 65536;
    const value = this.peek() & ((1 << count) - 1);
    this.skip(count);
    return this.isOver ? 0 : value;
  }

  readFlag(): boolean {
    return this.read(1) === 1;
  }

  /** At least 25 bits from the current position on, the next one lowest. */
  peek(): number {
    return this.#view.getUint32(this.#bit >>> 3, true) >>> (this.#bit & 7);
  }

  skip(count: number): void {
    if (count > this.left) {
      this.isOver = true;
      this.#bit = this.#end;
    } else this.#bit += count;
  }
}
