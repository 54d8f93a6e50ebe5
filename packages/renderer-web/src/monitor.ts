import { decibelsToGain } from "@twobus/dsp";
import type { MonitorSettings } from "@twobus/core/player";

/** How a mix is listened to. None of it reaches a bounce. */
export interface Monitor {
  readonly levelDb: number;
  /** 20 dB down. */
  readonly dim: boolean;
  readonly mono: boolean;
  /** Ids of strips or nodes of the root graph that alone are heard, in place; all where there are none. */
  readonly solo: readonly string[];
}

export const UNITY: Monitor = { levelDb: 0, dim: false, mono: false, solo: [] };

const DIM_DB = -20;

export const monitorSettings = ({ levelDb, dim, mono }: Monitor): MonitorSettings => ({
  gain: decibelsToGain(levelDb + (dim ? DIM_DB : 0)),
  mono,
});
