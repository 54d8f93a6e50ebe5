import { parseMix } from "@twobus/core";
import demo from "../../../examples/demo-song/demo.mix.json" with { type: "json" };
import type { GoldenMix } from "../golden-mix.ts";
import { demoStem } from "../recordings.ts";

const { document } = parseMix(JSON.stringify(demo), "demo.mix.json");

/** The beginning of a whole song: 18 tracks, 8 buses. */
export const demoSong: Readonly<Record<string, GoldenMix>> = {
  "demo-song": { document, recordings: Object.values(document.sources).map(demoStem), toSeconds: 2 },
};
