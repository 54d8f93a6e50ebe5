import type { GoldenMix } from "./golden-mix.ts";
import { demoSong } from "./mixes/demo-song.ts";
import { families } from "./mixes/families.ts";
import { files } from "./mixes/files.ts";
import { outside } from "./mixes/outside.ts";
import { routes } from "./mixes/routes.ts";
import { summing } from "./mixes/summing.ts";
import { time } from "./mixes/time.ts";

/** Every renderer makes the same bits of these, on every host. By name. */
export const goldenMixes: Readonly<Record<string, GoldenMix>> = {
  ...families,
  ...summing,
  ...routes,
  ...time,
  ...files,
  ...outside,
  ...demoSong,
};
