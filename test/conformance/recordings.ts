import type { SourceRecord } from "@twobus/core";
import { drums, noise, sine, together } from "../support/signals.ts";
import { wavBytes, type WavSamples } from "../support/wav.ts";

/** How a host reads a file of this repository: `readFile` of `node:fs/promises`, or `fetch` in a browser. */
export type ReadFile = (url: URL) => Promise<Uint8Array<ArrayBuffer>>;

/** Something to play: what a mix says of it, and its file. */
export interface Recording {
  readonly source: SourceRecord;
  bytes(readFile: ReadFile): Promise<Uint8Array<ArrayBuffer>>;
}

const FRAMES = 24_000;

function made(
  file: string,
  channels: readonly Float64Array[],
  sampleRate: number,
  samples: WavSamples = "float32",
): Recording {
  return {
    source: { file, channels: channels.length, sampleRate, frames: channels[0]!.length },
    bytes: async () => wavBytes(channels, sampleRate, samples),
  };
}

/** A file of the repository. `folder` is its place, seen from here. */
const stored = (folder: string, source: SourceRecord): Recording => ({
  source,
  bytes: (readFile) => readFile(new URL(folder + source.file, import.meta.url)),
});

const fixture = (file: string, channels: number, sampleRate: number, frames: number): Recording =>
  stored("../../packages/media/fixtures/", { file, channels, sampleRate, frames });

export const demoStem = (source: SourceRecord): Recording => stored("../../examples/demo-song/", source);

const chord = (hertz: readonly number[], frames: number, sampleRate: number): Float64Array =>
  together(...hertz.map((hz) => sine(frames, hz, 0.15, sampleRate)));

const voice = together(
  sine(FRAMES, 196, 0.3),
  sine(FRAMES, 588, 0.15),
  drums(FRAMES, 5, 4801).map((x) => x / 4),
);
const keys = [chord([220, 277.2, 329.6], FRAMES, 48000), chord([220.5, 276.8, 440], FRAMES, 48000)];
const hits = drums(FRAMES, 1, 6007);

/** A wide chord with noise up to half of any sample rate, a quarter of a second long. */
function wide(sampleRate: number): Float64Array[] {
  const frames = Math.floor(sampleRate / 4);
  return [
    together(chord([110, 997, 7001], frames, sampleRate), noise(frames, 7, 0.1)),
    together(chord([113, 1009, 8009], frames, sampleRate), noise(frames, 8, 0.1)),
  ];
}

/** All that golden mixes play, by source id. */
export const recordings = {
  bass: made("bass.wav", [chord([55, 110, 165], FRAMES, 48000)], 48000, "int16"),
  drums: made("drums.wav", [hits], 48000, "int24"),
  keys: made("keys.wav", keys, 48000),
  voice: made("voice.wav", [voice], 48000),

  "mono-16": made("mono-16.wav", [hits], 48000, "int16"),
  "mono-24": made("mono-24.wav", [hits], 48000, "int24"),
  "mono-32": made("mono-32.wav", [hits], 48000),
  "stereo-16": made("stereo-16.wav", keys, 48000, "int16"),
  "stereo-24": made("stereo-24.wav", keys, 48000, "int24"),

  "rate-22050": made("rate-22050.wav", wide(22050), 22050),
  "rate-44100": made("rate-44100.wav", wide(44100), 44100, "int24"),
  "rate-48000": made("rate-48000.wav", wide(48000), 48000, "int16"),
  "rate-96000": made("rate-96000.wav", wide(96000), 96000),

  "flac-16": fixture("integers-16.flac", 1, 44100, 5000),
  "flac-24": fixture("integers-24.flac", 2, 48000, 2500),
  "ogg-flac": fixture("integers-24.oga", 2, 48000, 2500),
  mp3: fixture("tone.mp3", 2, 48000, 14567),
  "mp3-mono": fixture("tone-mono.mp3", 1, 44100, 14567),
  opus: fixture("tone.opus", 2, 48000, 14567),
  vorbis: fixture("tone.ogg", 2, 48000, 14567),
} satisfies Record<string, Recording>;

export type RecordingId = keyof typeof recordings;
