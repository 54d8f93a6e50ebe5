import type { ConnectionRecord, GraphId, GraphRecord, NodeId } from "@twobus/core";
import type { Menu, Subject } from "../canvas/menus/menu.ts";
import type { MonitorControl } from "../monitor/monitor-context.tsx";
import type { StemIntake } from "../palette/stem-intake.tsx";
import type { Box } from "../patching/arrange.ts";
import type { Position } from "../patching/add-node.ts";
import type { EditorSession } from "../session/editor-session.ts";
import type { Chord } from "./chord.ts";

/** Something that an editor can do: keys, menus and the palette are all made from a list of these. */
export interface Action {
  /** Under which its keys are remembered. */
  readonly id: string;
  /** As a menu says it: `Duplicate`. */
  readonly name: string;
  readonly group: string;
  /** Other words to find it by. */
  readonly words?: readonly string[];
  /** What does it where nobody has chosen other keys. */
  readonly keys?: readonly Chord[];
  /** Where its keys work: on the canvas alone (as they do where this is absent), on all of the page, or even in a field of text. */
  readonly reach?: "page" | "text";
  /** Its keys are the browser's own: they are shown, and neither handled here nor to be changed. */
  readonly isFixed?: boolean;
  /** Whose context menus offer it. */
  readonly on?: readonly Subject[];
  /** Neither menus nor the palette offer it: it is for the hand on the keys. */
  readonly isForKeys?: boolean;
  /** Always, where it is absent. */
  readonly isPossible?: (scope: ActionScope) => boolean;
  readonly run: (scope: ActionScope) => void;
  /** Told when the keys that did it are let go, and after how long; such keys do it once while they are held. */
  readonly onLetGo?: (scope: ActionScope, heldMs: number) => void;
}

/** What an action acts on, as things stand when it is done. */
export interface ActionScope {
  readonly session: EditorSession;
  readonly graph: GraphId;
  readonly record: GraphRecord;
  /** The node that has the focus, or the only one that is selected. */
  readonly node: NodeId | undefined;
  /** All that is selected, or the node that has the focus where that is not among it; none where a frame has the focus. */
  readonly nodes: readonly NodeId[];
  /** Those that are selected, while neither a node nor a frame has the focus. */
  readonly cables: readonly ConnectionRecord[];
  /** The frame that has the focus. */
  readonly frame: string | undefined;
  /** Absent where nothing plays. */
  readonly monitor: MonitorControl | undefined;
  /** Absent where recordings cannot be taken. */
  readonly recordings: StemIntake | undefined;
  readonly canvas: CanvasHandle;
}

/** What a canvas lets actions do with it. Positions are the canvas's own unless they are said to be of the screen. */
export interface CanvasHandle {
  readonly boxOf: (node: NodeId) => Box | undefined;
  /** Where all nodes would stand if nobody had moved any. */
  readonly tidyPlaces: () => ReadonlyMap<NodeId, Position>;
  /** On the screen: where the pointer was last, or the middle. */
  readonly pointer: () => Position;
  readonly toCanvas: (screen: Position) => Position;
  /** Gives the focus to a node and brings it into view, or to the canvas. */
  readonly focus: (node?: NodeId) => void;
  /** Opens a menu beside a node, at a place of the screen, or where the pointer was last. */
  readonly openMenu: (menu: DistributiveOmit<Menu, "at">, beside?: NodeId | Position) => void;
  readonly openContextMenu: () => void;
  /** Shows some nodes, or everything. */
  readonly fit: (nodes?: readonly NodeId[]) => void;
  /** Shows the stereo bus and what plays into it, as much as there is room for with faders. */
  readonly fitBuses: () => void;
  readonly zoomTo: (zoom: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly copy: () => void;
  readonly cut: () => void;
  readonly paste: () => void;
  /** Sets nodes as those are set that were copied. */
  readonly pasteSettings: (nodes: readonly NodeId[]) => void;
  readonly duplicate: () => void;
  /** In words, for those who do not see its meter. */
  readonly levelOf: (node: NodeId) => string;
  /** Tells screen readers. */
  readonly say: (text: string) => void;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export const isPossible = (action: Action, scope: ActionScope): boolean => action.isPossible?.(scope) ?? true;
