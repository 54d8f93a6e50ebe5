import { fault, listed, type MixDocument } from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import type { MonitorSettings } from "@twobus/core/player";

/** How a mix is listened to. None of it reaches a bounce. */
export interface Monitor {
  /** 40 at most; −∞ is silence. */
  readonly levelDb: number;
  /** 20 dB down. */
  readonly dim: boolean;
  readonly mono: boolean;
  /** Ids of strips or nodes of the root graph that alone are heard, in place; all where none of them is there. */
  readonly solo: readonly string[];
}

export const UNITY: Monitor = { levelDb: 0, dim: false, mono: false, solo: [] };

const DIM_DB = -20;

export const monitorSettings = ({ levelDb, dim, mono }: Monitor): MonitorSettings => ({
  gain: decibelsToGain(levelDb + (dim ? DIM_DB : 0)),
  mono,
});

/** Throws `unknown-node` for an id that the root graph does not have: alone, it would be silence. */
export function checkSolo(solo: readonly string[], { graphs, root }: MixDocument): void {
  const ids = Object.keys(graphs[root]!.nodes);
  const stranger = solo.find((id) => !ids.includes(id));
  if (stranger === undefined) return;
  const message = `there is no node ${stranger} in the root graph to solo; name some of ${listed(ids)}`;
  throw fault("unknown-node", "monitor", message);
}

/** Those that are there. What is soloed may be taken out of the mix, and come back. */
export const soloIn = (solo: readonly string[], { graphs, root }: MixDocument): readonly string[] =>
  solo.filter((id) => Object.hasOwn(graphs[root]?.nodes ?? {}, id));
