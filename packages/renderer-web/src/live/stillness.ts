import type { Problem } from "@twobus/core";

const STILL_AFTER_MS = 10_000;
/** Between two looks; where more has passed, the page or the computer slept. */
const LONGEST_LOOK_MS = 1000;

/** Tells at each look whether an audio thread that should run has done nothing for long. */
export function createStillness(): (quanta: number, shouldRun: boolean) => boolean {
  let stillMs = 0;
  let quantaBefore = -1;
  let lookedAtMs = 0;
  return (quanta, shouldRun) => {
    const nowMs = performance.now();
    const isStill = shouldRun && quanta === quantaBefore;
    stillMs = isStill ? stillMs + Math.min(nowMs - lookedAtMs, LONGEST_LOOK_MS) : 0;
    quantaBefore = quanta;
    lookedAtMs = nowMs;
    return stillMs >= STILL_AFTER_MS;
  };
}

/** Browsers let all audio threads of a page be one: another output would wait for the one that hangs, and the page with it. */
export const STILL: Problem = {
  code: "output-still",
  at: "player",
  message: `the browser's audio has come to nothing for ${STILL_AFTER_MS / 1000} s; playback goes on if it comes back, and if it does not, save the mix and reload the page`,
};
