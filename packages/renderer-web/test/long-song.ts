import type { MixDocument } from "@twobus/core";
import type { MediaLocation } from "../src/storage/locations.ts";
import { mixOf, node } from "./mix.ts";
import { LONG_FRAMES, longRecordings } from "./recordings.ts";

/** Noise of 20 seconds, twice. */
export const longFiles: Readonly<Record<string, File>> = Object.fromEntries(
  Object.entries(longRecordings()).map(([file, bytes]) => [file, new File([bytes], file)]),
);

export const longMedia: MediaLocation = { kind: "files", files: longFiles };

/** Both through a compressor, a saturator and a limiter. */
export const longMix = (): MixDocument => mixOf(Object.keys(longFiles), LONG_FRAMES);

/** The same through nothing that remembers more than half a second. */
export function forgetfulMix(): MixDocument {
  const mix = longMix();
  const { nodes } = mix.graphs["mix"]!;
  nodes["compressor"] = node("tiltEq", { tiltDb: 3 });
  nodes["saturator"] = node("transformerSaturator");
  nodes["limiter"] = node("clipper");
  return mix;
}
