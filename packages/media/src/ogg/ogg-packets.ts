import type { Problem } from "@twobus/core";
import type { ByteSource } from "../audio-reader.ts";
import { ByteWindow, SLACK_BYTES } from "../source/byte-window.ts";
import { HIGHEST_PAGE_BYTES, parseOggPage, type OggPage } from "./ogg-page.ts";

/** Cover pictures lie in comment packets; nothing larger is sound. */
const HIGHEST_PACKET_BYTES = 32 * 1024 * 1024;

export interface OggPacket {
  /** Its buffer goes on for some bytes behind the end (see BitReader). */
  readonly bytes: Uint8Array;
  /** The codec's clock after this packet, where the file tells. */
  readonly granule: number | undefined;
  /** No packet of this stream follows. */
  readonly isLast: boolean;
}

/** The packets of one stream of an Ogg file, in order. It ends at the first page that is damaged or missing. */
export class OggPackets {
  readonly #name: string;
  readonly #window: ByteWindow;
  readonly #serial: number;
  #page: OggPage | undefined;
  #segment = 0;
  #bodyAt = 0;
  #damagedAt: number | undefined;

  constructor(source: ByteSource, serial: number) {
    this.#name = source.name;
    this.#window = new ByteWindow(source, 0);
    this.#serial = serial;
  }

  async next(): Promise<OggPacket | undefined> {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    while (bytes <= HIGHEST_PACKET_BYTES) {
      if (!(await this.#hasSegment(pieces.length > 0))) return undefined;
      const { piece, isEnd } = this.#takeSegments(this.#page!);
      pieces.push(piece);
      bytes += piece.length;
      if (isEnd) return { bytes: join(pieces, bytes), ...this.#clock(this.#page!) };
    }
    this.#damagedAt = this.#window.position;
    return undefined;
  }

  get warnings(): readonly Problem[] {
    if (this.#damagedAt === undefined) return [];
    const message = `the file is damaged around byte ${this.#damagedAt}; it plays up to there: fetch it again`;
    return [{ code: "damaged", at: this.#name, message }];
  }

  /** Moves on to the next page of the stream where the current one is used up. */
  async #hasSegment(insidePacket: boolean): Promise<boolean> {
    while (this.#page === undefined || this.#segment === this.#page.segments.length) {
      if (this.#damagedAt !== undefined || this.#page?.isLast === true) return false;
      const page = await this.#nextPage();
      if (page === undefined) return false;
      const expected = this.#page === undefined ? page.sequence : (this.#page.sequence + 1) >>> 0;
      if (page.sequence !== expected || page.isContinued !== insidePacket) {
        this.#damagedAt = this.#window.position;
        return false;
      }
      this.#page = page;
      this.#segment = 0;
      this.#bodyAt = 0;
    }
    return true;
  }

  async #nextPage(): Promise<OggPage | undefined> {
    for (;;) {
      const available = await this.#window.need(HIGHEST_PAGE_BYTES);
      if (available === 0) return undefined;
      const { bytes, start, end } = this.#window;
      const page = parseOggPage(bytes, start, end);
      if (page === undefined) {
        this.#damagedAt = this.#window.position;
        return undefined;
      }
      this.#window.skip(page.bytes);
      if (page.serial === this.#serial) return page;
    }
  }

  /** The segments of the current packet in `page`. */
  #takeSegments(page: OggPage): { readonly piece: Uint8Array; readonly isEnd: boolean } {
    const from = this.#bodyAt;
    while (this.#segment < page.segments.length) {
      const size = page.segments[this.#segment++]!;
      this.#bodyAt += size;
      if (size < 255) return { piece: page.body.subarray(from, this.#bodyAt), isEnd: true };
    }
    return { piece: page.body.subarray(from, this.#bodyAt), isEnd: false };
  }

  #clock(page: OggPage): Pick<OggPacket, "granule" | "isLast"> {
    const endsLater = page.segments.subarray(this.#segment).some((size) => size < 255);
    return { granule: endsLater ? undefined : page.granule, isLast: page.isLast && !endsLater };
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length + SLACK_BYTES);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes.subarray(0, length);
}
