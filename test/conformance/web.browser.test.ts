// The golden mixes in Chromium have the bits that Node writes down: bounced in a Worker, played into an offline context, heard
// live. On a page that may share memory, and on one that may not.

import type { BounceResult } from "@twobus/renderer-web";
import { describe } from "vitest";
import { fetchFile } from "../support/fetch-file.ts";
import { bounce } from "./bounce.ts";
import { testConformance, type RenderGolden } from "./conformance.ts";
import type { GoldenJob } from "./golden-job.ts";
import golden from "./golden.json" with { type: "json" };
import { playLive, playOffline, type Sound } from "./play.ts";

const bounces = new Map<string, Promise<BounceResult>>();
/** Each mix is bounced once, and its length known from then on. */
function bounced(job: GoldenJob): Promise<BounceResult> {
  const { recordings: _, ...what } = job;
  const key = JSON.stringify(what);
  const result = bounces.get(key) ?? bounce(job);
  bounces.set(key, result);
  return result;
}

/** Plays a mix from its start, and hashes of what is heard the frames that a bounce holds. */
const heard =
  (play: (job: GoldenJob, frames: number) => Promise<Sound>): RenderGolden =>
  async (job) => {
    const { frames, sampleRate } = await bounced(job);
    const start = Math.round((job.fromSeconds ?? 0) * sampleRate);
    const [left, right] = await play(job, start + frames);
    return pcmSha256([left.subarray(start), right.subarray(start)]);
  };

async function pcmSha256([left, right]: Sound): Promise<string> {
  const samples = new Float32Array(2 * left.length);
  left.forEach((x, frame) => samples.set([x, right[frame]!], 2 * frame));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("bounced", () => testConformance(golden, fetchFile, async (job) => (await bounced(job)).pcmSha256));

describe("played into an offline context", () => testConformance(golden, fetchFile, heard(playOffline)));

describe("heard live", () => {
  const mixes = ["automation", "outside-pack", "at-44100", "at-96000", "warm-sum"];
  testConformance(golden, fetchFile, heard(playLive), mixes);
});
