import type { NodeId } from "@twobus/core";
import { createContext, useContext, type ReactNode } from "react";
import type { RawScope } from "./raw-scope.ts";

/** How the mix is listened to: no part of the document, nothing to undo, never in a bounce. */
export interface MonitorControl {
  /** Strips and nodes of the root graph that alone are heard; all where there are none. */
  readonly solo: ReadonlySet<NodeId>;
  /** Given all that shall be heard alone from now on; an empty set ends it. */
  readonly onSolo: (solo: ReadonlySet<NodeId>) => void;
  /** Address of the node of which only what it changes is heard, its output less its input: `drums/glue`. */
  readonly difference?: string | undefined;
  /** Given that address, or nothing for the mix. Absent where differences cannot be heard. */
  readonly onDifference?: (address: string | undefined) => void;
  /** What is heard as if it were bypassed. */
  readonly raw?: RawScope | undefined;
  /** Given what shall be heard raw from now on, or nothing. Absent where the application cannot do that. */
  readonly onRaw?: (raw: RawScope | undefined) => void;
}

const MonitorContext = createContext<MonitorControl | undefined>(undefined);

interface MonitorProviderProps {
  /** Who is heard alone, and what to do when that shall change. */
  readonly monitor: MonitorControl;
  readonly children: ReactNode;
}

/** Lets the components inside solo nodes; without it they offer no solo. */
export function MonitorProvider({ monitor, children }: MonitorProviderProps): ReactNode {
  return <MonitorContext value={monitor}>{children}</MonitorContext>;
}

/** Undefined where the application has no player to listen with. */
export const useMonitor = (): MonitorControl | undefined => useContext(MonitorContext);
