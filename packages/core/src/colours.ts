/** Families of instruments that keep a hue of their own across templates. */
export type Family = "drums" | "percussion" | "bass" | "guitars" | "keys" | "winds" | "vocals" | "effects";

/**
 * Eight hues that stay apart for colour-blind eyes: six of Okabe and Ito, "Color Universal Design" (2008), and two
 * neighbours, violet and brown. Their black is no hue here, and their vermilion is too near the red of clipping.
 */
export const HUES: Readonly<Record<Family, string>> = {
  drums: "#e69f00",
  percussion: "#f0e442",
  bass: "#0072b2",
  guitars: "#009e73",
  keys: "#56b4e9",
  winds: "#704ce8",
  vocals: "#cc79a7",
  effects: "#a07028",
};

/** The stereo bus, and what belongs to no family. */
export const NEUTRAL_HUE = "#8a8f98";

const TINT = 0.4;

/** A lighter tint of `#rrggbb`: tracks wear the tint of their bus's hue. */
export function tintOf(colour: string): string {
  const channels = [1, 3, 5].map((at) => lighter(Number.parseInt(colour.slice(at, at + 2), 16)));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

const lighter = (channel: number): number => Math.round(channel + (255 - channel) * TINT);
