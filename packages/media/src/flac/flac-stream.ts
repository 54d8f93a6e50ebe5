import type { Problem } from "@twobus/core";
import type { ByteSource } from "../audio-reader.ts";
import type { BlockDecoder, DecodedBlock } from "../blocks/block-reader.ts";
import { FrameDecoder } from "./decoder/frame-decoder.ts";
import { FrameStream } from "./decoder/frame-stream.ts";
import { findFrame, NEAR_BLOCKS, type Stretch } from "./find-frame.ts";
import { readSeekTable, type SeekPoint, type SeekTablePlace } from "./seek-table.ts";
import type { StreamInfo } from "./stream-info.ts";

/** What lies where in a file. */
export interface FlacPlaces {
  readonly audioStart: number;
  readonly seekTable?: SeekTablePlace;
}

/** The blocks of a native FLAC file, from its start or from a place that is sought. `origin` is the number of its first frame. */
export class FlacStream implements BlockDecoder {
  readonly warnings: readonly Problem[] = [];
  readonly #source: ByteSource;
  readonly #places: FlacPlaces;
  readonly #info: StreamInfo;
  readonly #origin: number;
  readonly #endFrame: number;
  readonly #decoder: FrameDecoder;
  #stream: FrameStream;
  #nextFrame: number;
  #seekPoints: Promise<readonly SeekPoint[]> | undefined;

  constructor(
    source: ByteSource,
    places: FlacPlaces,
    info: StreamInfo,
    { origin, frames }: { readonly origin: number; readonly frames: number },
  ) {
    this.#source = source;
    this.#places = places;
    this.#info = info;
    this.#origin = this.#nextFrame = origin;
    this.#endFrame = origin + frames;
    this.#decoder = new FrameDecoder(info);
    this.#stream = this.#streamFrom(places.audioStart);
  }

  async next(): Promise<DecodedBlock | undefined> {
    const frame = await this.#stream.next();
    if (frame === undefined) return undefined;
    this.#nextFrame = frame.firstFrame + frame.frames;
    return { at: frame.firstFrame - this.#origin, frames: frame.frames, channels: this.#decoder.channels };
  }

  async seek(at: number): Promise<void> {
    const frame = this.#origin + at;
    const ahead = frame - this.#nextFrame;
    if (ahead >= 0 && ahead <= NEAR_BLOCKS * this.#info.largestBlock) return;
    const { position } = await findFrame(this.#source, this.#info, this.#decoder, frame, await this.#stretchOf(frame));
    this.#stream = this.#streamFrom(position);
  }

  close(): void {
    this.#stream.close();
  }

  #streamFrom(position: number): FrameStream {
    return new FrameStream(this.#source, this.#info, this.#decoder, position);
  }

  /** As narrow as the file's own table makes it, where it has one that speaks the truth. */
  async #stretchOf(frame: number): Promise<Stretch> {
    const whole = {
      low: { frame: this.#origin, position: this.#places.audioStart },
      high: { frame: Math.max(this.#endFrame, frame + 1), position: this.#source.size },
    };
    const points = await (this.#seekPoints ??= this.#readSeekPoints());
    const after = points.findIndex((point) => point.frame > frame);
    const before = points.at(after === -1 ? -1 : after - 1);
    if (before === undefined || after === 0) return whole;
    const found = await this.#streamFrom(before.position).next(before.position + 1);
    if (found?.firstFrame !== before.frame) return whole;
    return { low: before, high: points[after] ?? whole.high };
  }

  async #readSeekPoints(): Promise<readonly SeekPoint[]> {
    const { seekTable, audioStart } = this.#places;
    return seekTable === undefined ? [] : readSeekTable(this.#source, seekTable, audioStart);
  }
}
