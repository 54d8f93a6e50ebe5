import type { Problem } from "@twobus/core";
import type { ByteSource } from "../audio-reader.ts";
import { checkFrames, refuse } from "../refuse.ts";
import { findLastPage, type LastPage } from "./find-last-page.ts";
import { HIGHEST_PAGE_BYTES, parseOggPage } from "./ogg-page.ts";
import type { OggPackets } from "./ogg-packets.ts";

/** Where a stream's sound lies between its packets. */
export interface StreamExtent {
  /** Frame of the file at which the first decoded sample stands; negative where the start is to be cut off. */
  readonly firstAt: number;
  readonly frames: number;
  readonly warnings: readonly Problem[];
}

/** What an extent is computed from. */
export interface StreamClock {
  /** Positioned behind the header packets. */
  readonly packets: OggPackets;
  /** Frames that decoding the packet adds. */
  readonly framesOf: (packet: Uint8Array) => number;
  /** Frames at the start that the codec needs to settle. */
  readonly preSkip: number;
  /** The most sound that one byte of a file can hold, so that a lying clock is noticed. */
  readonly highestFramesPerByte: number;
}

/**
 * Compares the clock of the first page that has one with the frames that were decoded by then: a clock ahead means a
 * file cut out of a longer one, a clock behind means that the start is to be cut off (Vorbis I, section A.2; RFC 7845,
 * section 4.3). The clock of the last page says where the sound ends.
 */
export async function findExtent(source: ByteSource, serial: number, clock: StreamClock): Promise<StreamExtent> {
  const last = await findLastPage(source, serial);
  const offset = await clockOffset(clock);
  const firstAt = Math.min(offset, 0) - clock.preSkip;
  const frames = (last?.page.granule ?? 0) - Math.max(offset, 0) - clock.preSkip;
  checkFrames(source, source.size, frames);
  if (frames > source.size * clock.highestFramesPerByte) {
    throw refuse(
      source,
      "bad-header",
      source.size,
      `the clock claims ${frames} frames, more than the file has room for`,
    );
  }
  return { firstAt, frames, warnings: last === undefined ? [] : await endWarnings(source, last) };
}

async function clockOffset({ packets, framesOf }: StreamClock): Promise<number> {
  let decoded = 0;
  for (;;) {
    const packet = await packets.next();
    if (packet === undefined) return 0;
    decoded += framesOf(packet.bytes);
    if (packet.granule !== undefined) return packet.isLast ? 0 : packet.granule - decoded;
  }
}

async function endWarnings(source: ByteSource, last: LastPage): Promise<Problem[]> {
  const at = source.name;
  if (!last.page.isLast) {
    const message = "the file breaks off without an end; sound may be missing there: copy or export it again";
    return [{ code: "truncated", at, message }];
  }
  const bytes = await source.read(last.end, HIGHEST_PAGE_BYTES);
  if (parseOggPage(bytes, 0, bytes.length)?.isFirst !== true) return [];
  return [
    { code: "chained", at, message: "several recordings follow each other in the file; only the first one plays" },
  ];
}
