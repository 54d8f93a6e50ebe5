import type { PlainValues } from "@twobus/core";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { LatestOnly } from "./latest-only.ts";

/** How loud each frequency comes out, in dB against what goes in. `hz` rises. */
export interface Response {
  readonly hz: readonly number[];
  readonly midDb: readonly number[];
  /** Only where it differs from the mid's. */
  readonly sideDb?: readonly number[];
}

/** The level that comes out for a level that goes in and stays, both in dBFS of a sine. `inputDb` rises. */
export interface Transfer {
  readonly inputDb: readonly number[];
  readonly outputDb: readonly number[];
}

/** What can be drawn of a node from outside. */
export interface Curves {
  readonly response?: Response;
  readonly transfer?: Transfer;
}

/** Where an application that can run nodes says how they behave. */
export interface NodeCurves {
  /** Whether there is anything to draw of a type of node. */
  knows(type: string): boolean;
  /** Rejects where the node cannot be run. */
  curvesOf(type: string, values: PlainValues): Promise<Curves>;
}

const NodeCurvesContext = createContext<NodeCurves | undefined>(undefined);

interface NodeCurvesProviderProps {
  /** Works out how a node behaves, given its type and values. Asked for the newest values only, one at a time. */
  readonly curves: NodeCurves;
  readonly children: ReactNode;
}

/** Gives curves to the components inside; without it they show none. */
export function NodeCurvesProvider({ curves, children }: NodeCurvesProviderProps): ReactNode {
  return <NodeCurvesContext value={curves}>{children}</NodeCurvesContext>;
}

/** The curves of a node: those of its last values until the new ones are worked out. */
export function useNodeCurves(type: string, values: PlainValues): Curves | undefined {
  const source = useContext(NodeCurvesContext);
  const [shown, setShown] = useState<{ readonly type: string; readonly curves: Curves } | undefined>(undefined);
  const [work] = useState(() => new LatestOnly());
  useEffect(() => {
    if (source?.knows(type) !== true) return;
    work.do(async () => setShown({ type, curves: await source.curvesOf(type, values) }));
  }, [source, type, values, work]);
  useEffect(() => () => work.stop(), [work]);
  return shown?.type === type ? shown.curves : undefined;
}
