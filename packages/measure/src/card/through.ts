import type { Stereo } from "@twobus/core/solo";

/** Plays a stereo signal through what is measured, from a fresh state. */
export type Through = (main: Stereo) => Stereo;
