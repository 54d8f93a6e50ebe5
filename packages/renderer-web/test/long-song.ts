import type { MixDocument } from "@twobus/core";
import type { MediaLocation } from "../src/storage/locations.ts";
import { mixOf, node } from "./mix.ts";
import { floatWave, noise } from "./recordings.ts";

const SECONDS = 20;
const FRAMES = SECONDS * 48_000;

const files = ["one.wav", "two.wav"];

/** Noise of 20 seconds, twice. */
export const longFiles: Readonly<Record<string, File>> = Object.fromEntries(
  files.map((file, seed) => [
    file,
    new File([floatWave(noise(FRAMES, seed + 10, 12_000), { sampleRate: 48_000, channels: 1 })], file),
  ]),
);

export const longMedia: MediaLocation = { kind: "files", files: longFiles };

/** Both through a compressor, a saturator and a limiter. */
export const longMix = (): MixDocument => mixOf(files, FRAMES);

/** The same through nothing that remembers more than half a second. */
export function forgetfulMix(): MixDocument {
  const mix = longMix();
  const { nodes } = mix.graphs["mix"]!;
  nodes["compressor"] = node("tiltEq", { tiltDb: 3 });
  nodes["saturator"] = node("transformerSaturator");
  nodes["limiter"] = node("clipper");
  return mix;
}
