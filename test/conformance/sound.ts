import { startOf, type GoldenJob } from "./golden-job.ts";

/** Left and right, from the start of a mix. */
export type Sound = readonly [Float32Array, Float32Array];

/** The first frame that is not silent; −1 where all are. */
export const firstSound = ([left, right]: Sound): number => left.findIndex((x, frame) => x !== 0 || right[frame] !== 0);

/** SHA-256 of the part that is rendered. */
export async function hashOfPart(job: GoldenJob, sound: Sound): Promise<string> {
  const [left, right] = sound.map((side) => side.subarray(startOf(job)));
  const samples = new Float32Array(2 * left!.length);
  left!.forEach((x, frame) => samples.set([x, right![frame]!], 2 * frame));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
