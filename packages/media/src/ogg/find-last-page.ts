import type { ByteSource } from "../audio-reader.ts";
import { HIGHEST_PAGE_BYTES, parseOggPage, type OggPage } from "./ogg-page.ts";

const STEP_BYTES = 65536;
const CAPITAL_O = 0x4f;

export interface LastPage {
  readonly page: OggPage;
  readonly end: number;
}

/** Searches a file from its end for the last sound page of a stream that tells the clock. */
export async function findLastPage(source: ByteSource, serial: number): Promise<LastPage | undefined> {
  for (let end = source.size; end > 0; end -= STEP_BYTES) {
    const start = Math.max(end - STEP_BYTES, 0);
    const bytes = await source.read(start, end - start + HIGHEST_PAGE_BYTES);
    for (let at = end - start - 1; at >= 0; at--) {
      if (bytes[at] !== CAPITAL_O) continue;
      const page = parseOggPage(bytes, at, bytes.length);
      if (page !== undefined && page.serial === serial && page.granule !== undefined) {
        return { page, end: start + at + page.bytes };
      }
    }
  }
  return undefined;
}
