import type { NodeId } from "@twobus/core";
import type { Position, Where } from "../../patching/add-node.ts";

/** What a context menu is opened on. */
export type Subject = "strip" | "node" | "cable" | "frame" | "canvas";

/** What is open over the canvas, and where on the screen. */
export type Menu = { readonly at: Position } & (
  | { readonly kind: "add"; readonly where: Where }
  /** Backwards from a bus's input. */
  | { readonly kind: "pull"; readonly to: string; readonly position: Position }
  /** Where to lead the outputs of a node, or of `in`. */
  | { readonly kind: "connect"; readonly node: NodeId }
  /** Which of the cables of a node, or of all, to take away, to add a node on, to set the level or the pan of, to mute. */
  | { readonly kind: "disconnect" | "insert" | "choose-level" | "choose-pan" | "choose-mute"; readonly node?: NodeId }
  /** How loud a cable is, or to which side it leans. */
  | { readonly kind: "level" | "pan"; readonly from: string; readonly to: string }
  /** What it is called. */
  | { readonly kind: "rename"; readonly node: NodeId }
  /** What the chain is called that nodes become. */
  | { readonly kind: "group"; readonly nodes: readonly NodeId[] }
  /** What can be done with what was pressed. */
  | { readonly kind: "context"; readonly subject: Subject }
  /** All that can be done, and all nodes to go to. */
  | { readonly kind: "actions" }
);
