import type { AutomationPoint, MacroRange, SourceId } from "../document/types.ts";
import type { Linearity, PlainValues } from "../definition/node.ts";

/** A mix with all nesting dissolved: primitive processors and the edges between their ports. */
export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  /** Edges into each node, by its address and then by port, in the order in which they are summed. */
  readonly edgesInto: ReadonlyMap<string, ReadonlyMap<string, readonly FlatEdge[]>>;
  /** What the mix is made of: the edges into the root graph's output `main`. */
  readonly output: readonly FlatEdge[];
}

export interface FlatNode {
  /** Path of ids from the root graph: `drums/glue`. A strip is its tail; its head is `drums/in`. */
  readonly address: string;
  /** What orders sums, first by its last step: it does not change when nodes are grouped. */
  readonly orderKey: string;
  /** The strip or node of the root graph that this one belongs to: what is scheduled as one job. */
  readonly owner: string;
  readonly type: string;
  readonly pack: string;
  /** Name of the kernel in the pack's module; absent for processors in plain TypeScript. */
  readonly kernel?: string;
  readonly values: PlainValues;
  /** The values as the kernel takes them, in declared order. */
  readonly kernelValues: readonly number[];
  readonly automation: readonly FlatLane[];
  readonly inputs: readonly FlatInput[];
  readonly outputs: readonly string[];
  readonly meters: readonly string[];
  readonly latencySamples: number;
  readonly tailSamples: number;
  /** At least its tail. */
  readonly memorySamples: number;
  readonly linearity: Linearity;
  /** Set on a track's head: the source that it plays. */
  readonly source?: SourceId;
  /** Set on a copy that carries part of a mix: the address of its original. */
  readonly partOf?: string;
}

/** An input that is optional reaches the kernel as null while nothing is connected to it; any other as silence. */
export interface FlatInput {
  readonly port: string;
  readonly optional: boolean;
  /** Whether it steers the node instead of sounding through it. */
  readonly isKey: boolean;
}

/** Automation of one parameter, by its place in the declared order. */
export interface FlatLane {
  readonly parameter: number;
  readonly points: readonly AutomationPoint[];
  /** Macros that its values go through, from the first to the last. */
  readonly ranges?: readonly MacroRange[];
}

/** A connection between primitive ports. Inaudible edges (mute, bypass) still count for latency, so that time never jumps. */
export interface FlatEdge {
  readonly from: string;
  readonly fromPort: string;
  readonly orderKey: string;
  readonly gainLeft: number;
  readonly gainRight: number;
  readonly audible: boolean;
}
