import { createOfflineRenderer, playable, type PlanarStereo, type Recording } from "@twobus/core";
import { memoryByteSource, openAudio } from "@twobus/media";
import type { GoldenJob } from "./golden-job.ts";
import type { ReadFile } from "./recordings.ts";
import { registry } from "./registry.ts";

/** Renders on the calling thread with what every host has, and hashes what comes out. */
export async function renderInMemory(
  { document, recordings, ...part }: GoldenJob,
  readFile: ReadFile,
): Promise<string> {
  const open = ({ file }: { readonly file: string }): Promise<Recording> => openRecording(recordings[file]!, file);
  const renderer = createOfflineRenderer({ registry, readBytes: readFile, open });
  await renderer.update(document);
  let samples = new Float32Array();
  let end = 0;
  await renderer.render({
    ...part,
    begin: ({ frames }) => {
      samples = new Float32Array(2 * frames);
    },
    receive: ([left, right]: PlanarStereo, frames) => {
      for (let frame = 0; frame < frames; frame++) {
        samples[end++] = left[frame]!;
        samples[end++] = right[frame]!;
      }
    },
  });
  await renderer.dispose();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function openRecording(bytes: Uint8Array, name: string): Promise<Recording> {
  const reader = await openAudio(memoryByteSource(bytes, name));
  return playable({
    name,
    format: reader.format,
    read: (channels) => reader.read(channels),
    ...(reader.readStereo !== undefined && { readStereo: reader.readStereo.bind(reader) }),
    get warnings() {
      return reader.warnings;
    },
    close: async () => reader.close(),
  });
}
