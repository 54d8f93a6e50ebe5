import type { AudioReader, ByteSource } from "../audio-reader.ts";
export async function openVorbis(source: ByteSource, serial: number): Promise<AudioReader> { throw new Error(String(serial)+source.name); }
