/** ⌊2³²·|sin(n)|⌋ for n = 1 to 64 (RFC 1321, section 3.4), in hexadecimal. */
const SINES =
  "d76aa478e8c7b756242070dbc1bdceeef57c0faf4787c62aa8304613fd469501698098d88b44f7afffff5bb1895cd7be6b901122fd987193" +
  "a679438e49b40821f61e2562c040b340265e5a51e9b6c7aad62f105d02441453d8a1e681e7d3fbc821e1cde6c33707d6f4d50d87455a14ed" +
  "a9e3e905fcefa3f8676f02d98d2a4c8afffa39428771f6816d9d6122fde5380ca4beea444bdecfa9f6bb4b60bebfbc70289b7ec6eaa127fa" +
  "d4ef308504881d05d9d4d039e6db99e51fa27cf8c4ac5665f4292244432aff97ab9423a7fc93a039655b59c38f0ccc92ffeff47d85845dd1" +
  "6fa87e4ffe2ce6e0a30143144e0811a1f7537e82bd3af2352ad7d2bbeb86d391";

const ADDENDS = Int32Array.from({ length: 64 }, (_, i) => Number.parseInt(SINES.slice(8 * i, 8 * i + 8), 16) | 0);
/** MD5 (RFC 1321) of a stream of bytes: FLAC names its samples by it. */
export class Md5 {
  readonly #state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  readonly #block = new Uint8Array(64);
  readonly #words = new Int32Array(this.#block.buffer);
  #bytes = 0;

  update(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      const held = this.#bytes % 64;
      const count = Math.min(64 - held, bytes.length - from);
      for (let i = 0; i < count; i++) this.#block[held + i] = bytes[from + i]!;
      from += count;
      this.#bytes += count;
      if (this.#bytes % 64 === 0) this.#mix();
    }
  }

  /** Ends the stream and returns its 16 bytes. */
  digest(): Uint8Array {
    const bits = this.#bytes * 8;
    const length = Int32Array.of((bits % 4294967296) | 0, bits / 4294967296);
    this.update(Uint8Array.of(0x80));
    this.update(new Uint8Array((120 - (this.#bytes % 64)) % 64));
    this.update(new Uint8Array(length.buffer));
    return new Uint8Array(this.#state.buffer);
  }

  /** The four rounds of section 3.4, four steps at a time, so that the roles of a, b, c, d come round again. */
  #mix(): void {
    const words = this.#words;
    let [a = 0, b = 0, c = 0, d = 0] = this.#state;
    for (let i = 0; i < 16; i += 4) {
      a = step(a + (d ^ (b & (c ^ d))), b, words[i]!, i, 7);
      d = step(d + (c ^ (a & (b ^ c))), a, words[i + 1]!, i + 1, 12);
      c = step(c + (b ^ (d & (a ^ b))), d, words[i + 2]!, i + 2, 17);
      b = step(b + (a ^ (c & (d ^ a))), c, words[i + 3]!, i + 3, 22);
    }
    for (let i = 16; i < 32; i += 4) {
      a = step(a + (c ^ (d & (b ^ c))), b, words[(5 * i + 1) & 15]!, i, 5);
      d = step(d + (b ^ (c & (a ^ b))), a, words[(5 * i + 6) & 15]!, i + 1, 9);
      c = step(c + (a ^ (b & (d ^ a))), d, words[(5 * i + 11) & 15]!, i + 2, 14);
      b = step(b + (d ^ (a & (c ^ d))), c, words[(5 * i) & 15]!, i + 3, 20);
    }
    for (let i = 32; i < 48; i += 4) {
      a = step(a + (b ^ c ^ d), b, words[(3 * i + 5) & 15]!, i, 4);
      d = step(d + (a ^ b ^ c), a, words[(3 * i + 8) & 15]!, i + 1, 11);
      c = step(c + (d ^ a ^ b), d, words[(3 * i + 11) & 15]!, i + 2, 16);
      b = step(b + (c ^ d ^ a), c, words[(3 * i + 14) & 15]!, i + 3, 23);
    }
    for (let i = 48; i < 64; i += 4) {
      a = step(a + (c ^ (b | ~d)), b, words[(7 * i) & 15]!, i, 6);
      d = step(d + (b ^ (a | ~c)), a, words[(7 * i + 7) & 15]!, i + 1, 10);
      c = step(c + (a ^ (d | ~b)), d, words[(7 * i + 14) & 15]!, i + 2, 15);
      b = step(b + (d ^ (c | ~a)), c, words[(7 * i + 5) & 15]!, i + 3, 21);
    }
    this.#state[0]! += a;
    this.#state[1]! += b;
    this.#state[2]! += c;
    this.#state[3]! += d;
  }
}

function step(chosen: number, base: number, word: number, index: number, shift: number): number {
  const sum = (chosen + word + ADDENDS[index]!) | 0;
  return (base + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
}
