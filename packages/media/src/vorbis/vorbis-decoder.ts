import { sin } from "@twobus/dsp";
import { bitLength } from "./codebook.ts";
import { InverseMdct } from "./inverse-mdct.ts";
import { VorbisBits } from "./vorbis-bits.ts";
import type { Mapping, Mode, VorbisHead } from "./vorbis-setup.ts";

interface BlockShape {
  readonly mapping: Mapping;
  readonly size: number;
}

/** Decodes Vorbis packets (Vorbis I, section 4.3) into planar doubles, always into the same arrays. */
export class VorbisDecoder {
  readonly channels: readonly Float64Array[];
  readonly #head: VorbisHead;
  readonly #modes: readonly Mode[];
  readonly #transforms: ReadonlyMap<number, InverseMdct>;
  readonly #slopes: ReadonlyMap<number, Float64Array>;
  readonly #spectra: readonly Float64Array[];
  readonly #curves: readonly Float64Array[];
  readonly #block: Float64Array;
  /** The second half of the last block. */
  readonly #tails: readonly Float64Array[];
  #tailSize = 0;

  constructor(head: VorbisHead, modes: readonly Mode[]) {
    const { channels, shortBlock, longBlock } = head;
    const planes = (length: number): Float64Array[] => Array.from({ length: channels }, () => new Float64Array(length));
    this.#head = head;
    this.#modes = modes;
    this.#transforms = new Map([shortBlock, longBlock].map((size) => [size, new InverseMdct(size)]));
    this.#slopes = new Map([shortBlock, longBlock].map((size) => [size, risingSlope(size / 2)]));
    this.channels = planes(longBlock / 2);
    this.#spectra = planes(longBlock / 2);
    this.#curves = planes(longBlock / 2);
    this.#tails = planes(longBlock / 2);
    this.#block = new Float64Array(longBlock);
  }

  /** Frames between the first and the last sample of the packet's block; undefined where it is no sound. */
  blockSize(packet: Uint8Array): number | undefined {
    return this.#readShape(new VorbisBits(packet))?.size;
  }

  /** Decodes a packet into `channels` and returns how many frames that are: 0 for the first and for a broken one. */
  decode(packet: Uint8Array): number {
    const bits = new VorbisBits(packet);
    const shape = this.#readShape(bits);
    if (shape === undefined) return 0;
    const { size } = shape;
    this.#readSpectra(bits, shape);
    this.#spectra.forEach((spectrum, channel) => {
      this.#transforms.get(size)!.transform(spectrum, this.#block);
      if (this.#tailSize > 0) this.#overlap(this.#tails[channel]!, size, this.channels[channel]!);
      this.#tails[channel]!.set(this.#block.subarray(size / 2, size));
    });
    const frames = framesBetween(this.#tailSize, size);
    this.#tailSize = size;
    return frames;
  }

  /** Long blocks tell the sizes of their neighbours too, for decoders that do not start at the first packet. */
  #readShape(bits: VorbisBits): BlockShape | undefined {
    if (bits.readFlag()) return undefined;
    const mode = this.#modes[bits.read(bitLength(this.#modes.length - 1))];
    if (mode === undefined || bits.isOver) return undefined;
    if (mode.isLong) bits.read(2);
    return { mapping: mode.mapping, size: mode.isLong ? this.#head.longBlock : this.#head.shortBlock };
  }

  #readSpectra(bits: VorbisBits, { mapping, size }: BlockShape): void {
    const length = size / 2;
    const hasFloor = this.#curves.map((curve, channel) =>
      mapping.floors[mapping.submaps[channel]!]!.decode(bits, curve, length),
    );
    for (const spectrum of this.#spectra) spectrum.fill(0);
    this.#readResidues(bits, mapping, hasFloor, length);
    for (const [magnitude, angle] of mapping.couplings.toReversed()) {
      decouple(this.#spectra[magnitude]!, this.#spectra[angle]!, length);
    }
    this.#spectra.forEach((spectrum, channel) => {
      const curve = this.#curves[channel]!;
      if (hasFloor[channel]) for (let i = 0; i < length; i++) spectrum[i]! *= curve[i]!;
      else spectrum.fill(0);
    });
  }

  /** A coupled pair is coded whole if either of its channels sounds. */
  #readResidues(bits: VorbisBits, mapping: Mapping, hasFloor: readonly boolean[], length: number): void {
    const sounds = hasFloor.slice();
    for (const [magnitude, angle] of mapping.couplings) {
      sounds[magnitude] = sounds[angle] = sounds[magnitude]! || sounds[angle]!;
    }
    mapping.residues.forEach((residue, submap) => {
      const members = this.#spectra.filter((_, channel) => mapping.submaps[channel] === submap);
      const sounding = this.#spectra.filter((_, channel) => mapping.submaps[channel] === submap && sounds[channel]);
      if (sounding.length > 0) residue.decode(bits, residue.isInterleaved ? members : sounding, length);
    });
  }

  /**
   * From the middle of the last block to the middle of this one: the last one alone, a cross-fade of half the shorter
   * block around the point where three quarters of one meet one quarter of the other, this one alone.
   */
  #overlap(tail: Float64Array, size: number, output: Float64Array): void {
    const block = this.#block;
    const shorter = Math.min(size, this.#tailSize);
    const slope = this.#slopes.get(shorter)!;
    const fade = shorter / 2;
    const tailStart = (this.#tailSize - shorter) / 4;
    const blockStart = (size - shorter) / 4;
    output.set(tail.subarray(0, tailStart));
    for (let i = 0; i < fade; i++) {
      output[tailStart + i] = tail[tailStart + i]! * slope[fade - 1 - i]! + block[blockStart + i]! * slope[i]!;
    }
    output.set(block.subarray(blockStart + fade, size / 2), tailStart + fade);
  }
}

/** Frames that two neighbouring blocks give together; a first block gives none. */
export function framesBetween(before: number, size: number): number {
  return before === 0 ? 0 : (before + size) / 4;
}

/** Undoes the coding of two channels as the larger one and the difference (section 1.3.3). */
function decouple(magnitude: Float64Array, angle: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) {
    const m = magnitude[i]!;
    const a = angle[i]!;
    const smaller = m > 0 ? m - Math.abs(a) : m + Math.abs(a);
    magnitude[i] = a > 0 ? m : smaller;
    angle[i] = a > 0 ? smaller : m;
  }
}

/** The rising half of the Vorbis window (section 4.3.1). */
function risingSlope(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const root = sin(((i + 0.5) / length) * (Math.PI / 2));
    return sin((Math.PI / 2) * root * root);
  });
}
