import { expect, test } from "vitest";
import { openAudio } from "./open-audio.ts";
import { memoryByteSource } from "./source/memory-byte-source.ts";

const ALL = "WAV, AIFF, FLAC, MP3, Opus, Ogg Vorbis and Ogg FLAC";

test.each([
  ["text", "What a mix!", `this is no audio file that can be read; ${ALL} can`],
  ["RIFF of another kind", "RIFF\x04\0\0\0AVI ", `the container holds no sound; ${ALL} can be read`],
])("%s is refused with all that can be read, Opus as well", async (_, text, message) => {
  const source = memoryByteSource(new TextEncoder().encode(text), "song.wav");
  await expect(openAudio(source)).rejects.toThrow(message);
});
