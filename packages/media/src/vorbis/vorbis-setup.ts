import { bitLength, Codebook } from "./codebook.ts";
import { DamagedVorbis } from "./damaged-vorbis.ts";
import { Floor } from "./floor.ts";
import { Residue } from "./residue.ts";
import { VorbisBits } from "./vorbis-bits.ts";

const HEADER_PREFIX_BITS = 56;

export interface VorbisHead {
  readonly channels: number;
  readonly sampleRate: number;
  readonly shortBlock: number;
  readonly longBlock: number;
}

/** How channels share floors and residues, and which pairs are coded as magnitude and angle. */
export interface Mapping {
  readonly couplings: readonly (readonly [magnitude: number, angle: number])[];
  /** By channel. */
  readonly submaps: readonly number[];
  /** By submap. */
  readonly floors: readonly Floor[];
  readonly residues: readonly Residue[];
}

export interface Mode {
  readonly isLong: boolean;
  readonly mapping: Mapping;
}

/** Reads the identification header (Vorbis I, section 4.2.2). */
export function readHead(packet: Uint8Array): VorbisHead {
  const bits = headerBits(packet);
  if (bits.read(32) !== 0) throw new DamagedVorbis("the version is unknown");
  const channels = bits.read(8);
  const sampleRate = bits.read(32);
  for (let i = 0; i < 3; i++) bits.read(32);
  const shortBlock = 1 << bits.read(4);
  const longBlock = 1 << bits.read(4);
  if (bits.isOver || shortBlock < 64 || longBlock < shortBlock || longBlock > 8192) {
    throw new DamagedVorbis(`blocks of ${shortBlock} and ${longBlock} frames cannot be`);
  }
  return { channels, sampleRate, shortBlock, longBlock };
}

/** Reads the setup header (section 4.2.4): all that packets refer to. */
export function readModes(packet: Uint8Array, channels: number): Mode[] {
  const bits = headerBits(packet);
  const books = readList(bits, 8, () => new Codebook(bits));
  readList(bits, 6, () => bits.read(16));
  const floors = readList(bits, 6, () => {
    const kind = bits.read(16);
    if (kind !== 1) throw new DamagedVorbis(`floor type ${kind} is not supported`);
    return new Floor(bits, books);
  });
  const residues = readList(bits, 6, () => new Residue(bits, bits.read(16), books));
  const mappings = readList(bits, 6, () => readMapping(bits, channels, floors, residues));
  const modes = readList(bits, 6, () => {
    const isLong = bits.readFlag();
    bits.read(32);
    return { isLong, mapping: pick(mappings, bits.read(8)) };
  });
  if (bits.isOver) throw new DamagedVorbis("the setup header is cut off");
  return modes;
}

function readMapping(
  bits: VorbisBits,
  channels: number,
  floors: readonly Floor[],
  residues: readonly Residue[],
): Mapping {
  bits.read(16);
  const submapCount = bits.readFlag() ? bits.read(4) + 1 : 1;
  const channelBits = bitLength(channels - 1);
  const couplingCount = bits.readFlag() ? bits.read(8) + 1 : 0;
  const couplings = Array.from({ length: couplingCount }, () => {
    const pair = [bits.read(channelBits), bits.read(channelBits)] as const;
    if (pair[0] === pair[1] || pair.some((channel) => channel >= channels)) {
      throw new DamagedVorbis(`channels ${pair[0]} and ${pair[1]} cannot be coupled`);
    }
    return pair;
  });
  bits.read(2);
  const submaps = Array.from({ length: channels }, () => (submapCount > 1 ? bits.read(4) : 0));
  if (submaps.some((submap) => submap >= submapCount)) throw new DamagedVorbis("a channel has no submap");
  const parts = Array.from({ length: submapCount }, () => {
    bits.read(8);
    return { floor: pick(floors, bits.read(8)), residue: pick(residues, bits.read(8)) };
  });
  return {
    couplings,
    submaps,
    floors: parts.map(({ floor }) => floor),
    residues: parts.map(({ residue }) => residue),
  };
}

/** A list with its length, less one, in front. */
function readList<T>(bits: VorbisBits, countBits: number, readOne: () => T): T[] {
  return Array.from({ length: bits.read(countBits) + 1 }, () => {
    if (bits.isOver) throw new DamagedVorbis("the setup header is cut off");
    return readOne();
  });
}

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number];
  if (found === undefined) throw new DamagedVorbis(`part ${number} of ${list.length} is not there`);
  return found;
}

/** Behind the packet type and the word "vorbis". */
function headerBits(packet: Uint8Array): VorbisBits {
  const bits = new VorbisBits(packet);
  bits.skip(HEADER_PREFIX_BITS);
  return bits;
}
