import type { Problem } from "@twobus/core";

export const playbackFailed = (cause: string): Problem => ({
  code: "playback-failed",
  at: "player",
  message: `playback stopped: ${cause}; play again, or reload the page`,
});
