import { servePlayerThat } from "./failing-player.ts";

const HANGS_MS = 14_000;

/** It comes to nothing, and goes on much later. */
servePlayerThat(() => {
  for (const end = Date.now() + HANGS_MS; Date.now() < end;);
});
