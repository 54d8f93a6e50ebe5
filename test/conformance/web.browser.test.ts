// The golden mixes in Chromium have the bits that Node writes down: bounced in a Worker, played into an offline context. On a page
// that may share memory, and on one that may not.

import { describe } from "vitest";
import { fetchFile } from "../support/fetch-file.ts";
import { bounced, framesOf } from "./bounce.ts";
import { testConformance } from "./conformance.ts";
import golden from "./golden.json" with { type: "json" };
import { playOffline } from "./play.ts";
import { hashOfPart } from "./sound.ts";

describe("bounced", () => testConformance(golden, fetchFile, async (job) => (await bounced(job)).pcmSha256));

describe("played into an offline context", () =>
  testConformance(golden, fetchFile, async (job) => hashOfPart(job, await playOffline(job, await framesOf(job)))));
