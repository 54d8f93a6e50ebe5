// The golden mixes as they are heard live in Chromium, to the bit. In a file of its own: a page has room for about a hundred memories.

import { describe } from "vitest";
import { fetchFile } from "../support/fetch-file.ts";
import { framesOf, onsetOf } from "./bounce.ts";
import { testConformance } from "./conformance.ts";
import golden from "./golden.json" with { type: "json" };
import { playLive } from "./play.ts";
import { hashOfPart } from "./sound.ts";

// Several at a time, each in a context of its own: what comes late there is the same sound, later
describe.concurrent("heard live", () =>
  testConformance(golden, fetchFile, async (job) =>
    hashOfPart(job, await playLive(job, await framesOf(job), await onsetOf(job))),
  ));
