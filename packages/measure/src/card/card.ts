import type { PlainValues } from "@twobus/core";

/** A point of a curve: what was set, and what was read. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a node does, measured from itself at one setting. */
export interface Card {
  readonly type: string;
  readonly name: string;
  readonly summary: string;
  readonly words: readonly string[];
  /** The word for these settings, where the node has one. */
  readonly example?: string;
  /** Values that differ from the defaults. */
  readonly values: PlainValues;
  readonly latencySamples: number;
  /** Level of a steady tone of 1 kHz, in and out, in dBFS of its peak. */
  readonly transfer: readonly Point[];
  /** Harmonics 2 to 7 of these tones together, in dB below the first. */
  readonly distortion: readonly Point[];
  /** Harmonics 2 to 7 of a tone of −6 dBFS together, as far as they are audible, in dB below the first, by its frequency in Hz. */
  readonly distortionByFrequency: readonly Point[];
  /** Level in dB at small signals (−50 dBFS), by frequency in Hz. */
  readonly response: readonly Point[];
  /** Phase in degrees at small signals, by frequency in Hz: without the latency and without jumps by whole turns. */
  readonly phase: readonly Point[];
  /** Harmonics 2 to 7 of a tone of 1 kHz, in dB below it. */
  readonly harmonics: readonly {
    readonly peakDbfs: number;
    readonly thdPercent: number;
    readonly levelsDb: readonly number[];
  }[];
  /** Gain in dB over time in ms, around a step of a tone of 6 kHz from −40 to −6 dBFS at 0 and back at 500 ms. */
  readonly step: readonly Point[];
  /** What the node makes of that step; absent where its gain does not move by itself. */
  readonly reaction?: Reaction;
  /** A compressor driven to the same reduction as every other; absent of other nodes. */
  readonly equalReduction?: EqualReduction;
  /** What the right channel loses or gains when a tone of −6 dBFS comes on the left, in dB. */
  readonly linkDb: number;
  readonly stereo: StereoCard;
}

/** How a gain moves when the level does. */
export interface Reaction {
  /** The farthest that it goes from where it stood while the sound was quiet. */
  readonly depthDb: number;
  /** Time to 63 % of this. */
  readonly attackMs: number;
  /** Time from the step back until 63 % of this is given back; absent where it is not within two seconds. */
  readonly releaseMs?: number;
}

/** A compressor whose threshold makes it reduce a steady tone of −12 dBFS by 6 dB. Gains in dB. */
export interface EqualReduction {
  /** Over time in ms from a step of 6 kHz from −46 to −12 dBFS, where this reduces by 6 dB. */
  readonly attack: readonly Point[];
  /** Over time in ms from the step back, after a second. */
  readonly release: readonly Point[];
  /** The same after 30 ms. */
  readonly shortRelease: readonly Point[];
  /** Of steady tones of −12 dBFS by their frequency in Hz, where 1 kHz is reduced by 6 dB. */
  readonly byFrequency: readonly Point[];
  /** Of 1 kHz, by its level in dB against the −12 dBFS that are reduced by 6 dB. */
  readonly byLevel: readonly Point[];
  /** Audible harmonics 2 to 7 of these tones together, in dB below the first. */
  readonly distortionByFrequency: readonly Point[];
  /** Harmonics 2 to 7 of 100 Hz at −12 dBFS, in dB below it. */
  readonly bassHarmonicsDb: readonly number[];
}

/** What comes out at small signals where only a part of the image goes in: levels in dB against what went in, by frequency in Hz. */
export interface StereoCard {
  readonly left: Sides;
  readonly right: Sides;
  /** Left and right alike. */
  readonly mid: Sides & MidAndSide;
  /** Left and right opposite. */
  readonly side: Sides & MidAndSide;
}

interface Sides {
  readonly left: readonly Point[];
  readonly right: readonly Point[];
}

/** Half of the sum of left and right, and half of their difference. */
interface MidAndSide {
  readonly mid: readonly Point[];
  readonly side: readonly Point[];
}
