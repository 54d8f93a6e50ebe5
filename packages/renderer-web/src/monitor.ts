import { fault, listed, type MixDocument } from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import type { MonitorSettings } from "@twobus/core/player";

/** What of a mix is listened to. */
export interface Listening {
  /** Ids of strips or nodes of the root graph that alone are heard, in place; all where none of them is there. */
  readonly solo: readonly string[];
  /**
   * Address of a node, such as `drums/glue`: only its output less its input is heard, where it stands, whatever is soloed;
   * `null` for none. Where it is taken out the mix is heard again.
   */
  readonly difference: string | null;
}

/** How a mix is listened to. None of it reaches a bounce. */
export interface Monitor extends Listening {
  /** 40 at most; −∞ is silence. */
  readonly levelDb: number;
  /** 20 dB down. */
  readonly dim: boolean;
  readonly mono: boolean;
}

export const UNITY: Monitor = { levelDb: 0, dim: false, mono: false, solo: [], difference: null };

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

/** Throws `unknown-node` for the address of a node that a mix does not have. */
export function checkDifference(address: string | null, { graphs, root }: MixDocument): void {
  let nodes = graphs[root]?.nodes;
  for (const id of address?.split("/") ?? []) {
    if (nodes === undefined || !Object.hasOwn(nodes, id)) {
      const message = `there is no node ${id}; name one as reports do, with what it lies in: drums/glue`;
      throw fault("unknown-node", address!, message);
    }
    nodes = graphs[nodes[id]!.graph ?? ""]?.nodes;
  }
}

/** Those that are there. What is soloed may be taken out of the mix, and come back. */
export const soloIn = (solo: readonly string[], { graphs, root }: MixDocument): readonly string[] =>
  solo.filter((id) => Object.hasOwn(graphs[root]?.nodes ?? {}, id));
