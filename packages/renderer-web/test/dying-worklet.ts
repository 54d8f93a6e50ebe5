import { servePlayerThat } from "./failing-player.ts";

servePlayerThat(() => {
  throw new RangeError("planted");
});
