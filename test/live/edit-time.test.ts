// How long an edit takes to be heard, in frames of the audio clock: from the quantum before which the director is told of it to the
// first sample that is another than in a mix that nobody edits. Nothing here depends on how fast the machine is: what the
// planning takes comes on top, and is measured by the bench.

import { QUANTUM, type MixDocument } from "@twobus/core";
import { expect, test } from "vitest";
import { edits, session } from "./edits.ts";
import { firstDifference, playFor } from "./listen.ts";
import { createLiveMix, type LiveMix } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const FRAMES = 48_000;
const HEARD_QUANTA = 30;
/** What a voice runs unheard besides the mix's latency: a seam of 256, and 512 to find in. */
const SETTLING_FRAMES = 768;
/** Until the echo comes back with its new feedback. */
const ECHO_FRAMES = Math.ceil(0.0431 * 48_000);

const tone = toneOf(stimuli["chord"]!, FRAMES);
const signals = { tone, other: tone.map((x) => -0.3 * x) };

/** A clipper leaves alone what lies below its ceiling. */
const UNHEARD = new Set(["latency of oversampling"]);

async function playing(document: MixDocument): Promise<LiveMix> {
  const live = await createLiveMix(document, signals);
  live.director.update(document);
  await playFor(live, 120);
  live.heard();
  return live;
}

const changes: [string, (document: MixDocument) => unknown, readonly string[]][] = [
  ...Object.entries(edits).map(([name, edit]): [string, typeof edit, readonly string[]] => [name, edit, []]),
  ["solo", () => {}, ["other"]],
];

test.each(changes)("%s is heard within its frames", async (name, edit, solo) => {
  const [live, untouched] = await Promise.all([playing(session(FRAMES)), playing(session(FRAMES))]);
  const { latencySamples } = untouched.director.update(session(FRAMES));
  const edited = session(FRAMES);
  edit(edited);
  const eventsBefore = live.events.length;
  live.director.update(edited, solo);
  await live.run(HEARD_QUANTA);
  await untouched.run(HEARD_QUANTA);
  const frames = firstDifference(live.heard(), untouched.heard());
  const isNewVoice = live.events.length > eventsBefore;
  await live.close();
  await untouched.close();

  if (UNHEARD.has(name)) {
    expect(frames).toBe(-1);
    return;
  }
  expect(frames).toBeGreaterThan(0);
  // A new voice is handed over within a quantum; a number moves with the next, and is heard once it has come through the mix
  const settled = QUANTUM * Math.ceil((SETTLING_FRAMES + latencySamples) / QUANTUM);
  const inside = name === "feedback of an echo" ? ECHO_FRAMES : 0;
  expect(frames).toBeLessThanOrEqual(QUANTUM + (isNewVoice ? settled : latencySamples + inside));
});
