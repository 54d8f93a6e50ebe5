import type { ByteSource } from "../../audio-reader.ts";
import { ByteWindow } from "../../source/byte-window.ts";
import { frameBytesBound, type StreamInfo } from "../stream-info.ts";
import type { DecodedFrame, FrameDecoder } from "./frame-decoder.ts";
import { HIGHEST_HEADER_BYTES, parseFrameHeader } from "./frame-header.ts";

/** A file with more frames that start well and end badly is given up: its search would take too long. */
const HIGHEST_LOST_FRAMES = 1000;

/** A frame that is sound, and where in the file it starts. */
export interface PlacedFrame extends DecodedFrame {
  readonly position: number;
}

/** Decodes frame after frame from some byte of the file on; behind a damaged one it goes on at the next that is sound. */
export class FrameStream {
  readonly #info: StreamInfo;
  readonly #window: ByteWindow;
  readonly #decoder: FrameDecoder;
  #lostFrames = 0;

  constructor(source: ByteSource, info: StreamInfo, decoder: FrameDecoder, position: number) {
    this.#info = info;
    this.#decoder = decoder;
    this.#window = new ByteWindow(source, position);
  }

  /** The next frame that starts before byte `limit`; its samples are in the decoder. Undefined where there is none. */
  async next(limit: number = Infinity): Promise<PlacedFrame | undefined> {
    const window = this.#window;
    const bound = frameBytesBound(this.#info);
    while (this.#lostFrames < HIGHEST_LOST_FRAMES && (await window.need(bound)) > 0) {
      const { position } = window;
      if (position >= limit) return undefined;
      const frame = this.#decoder.decode(window.bytes, window.start, window.end);
      if (frame !== undefined) {
        window.skip(frame.bytes);
        return { ...frame, position };
      }
      this.#skipToHeader();
    }
    return undefined;
  }

  close(): void {
    this.#lostFrames = HIGHEST_LOST_FRAMES;
  }

  #skipToHeader(): void {
    const { bytes, start, end } = this.#window;
    if (parseFrameHeader(bytes, start, this.#info) !== undefined) this.#lostFrames++;
    let at = start + 1;
    while (at < end - HIGHEST_HEADER_BYTES && parseFrameHeader(bytes, at, this.#info) === undefined) at++;
    this.#window.skip(at - start);
  }
}
