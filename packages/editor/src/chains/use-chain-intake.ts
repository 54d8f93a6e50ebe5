import type { ChainDocument, GraphId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useMemo, type DragEvent } from "react";
import { cableEnds } from "../patching/cable-ends.ts";
import type { Position } from "../patching/add-node.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { placeChainCommands, placeFor, type ChainWhere } from "./place-chain.ts";

/** What a chain is dragged as: its JSON. */
export const CHAIN_DRAG = "application/x-twobus-chain";

/** Whether text carries a chain rather than nodes of a mix. */
export const isChainText = (text: string): boolean =>
  /twobus-chain[:=]/.test(text) || (/^\s*\{/.test(text) && /"format"\s*:\s*"twobus-chain"/.test(text));

export interface ChainIntake {
  /** Places the chain that a text carries, at a place of the screen. Where it is refused, the state says why. */
  readonly takeText: (text: string, screen: Position) => void;
  readonly handlers: Readonly<Record<"onDragOver" | "onDrop", (event: DragEvent) => void>>;
}

/** Chains that are pasted, or dragged onto the canvas, a cable or a box. `onChain` is told of those that came as text. */
export function useChainIntake(
  session: EditorSession,
  graph: GraphId,
  onChain: ((chain: ChainDocument) => void) | undefined,
): ChainIntake {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const place = (chain: ChainDocument, where: ChainWhere): boolean | undefined =>
      session.attempt(() => {
        const { document, graph: shown } = session.getState();
        const placed = placeChainCommands(document, session.registry, chain, where);
        if (!session.doAll(placed.commands)) return false;
        if (placed.graph === shown) session.select([placed.node]);
        return true;
      });
    const read = async (text: string, where: ChainWhere, isNew: boolean): Promise<void> => {
      try {
        const { parseChainText } = await import("@twobus/core/sharing");
        const chain = await parseChainText(text, "text");
        if (place(chain, where) === true && isNew) onChain?.(chain);
      } catch (error) {
        session.attempt(() => {
          throw error;
        });
      }
    };
    const freeAt = (screen: Position): ChainWhere => ({
      kind: "free",
      graph,
      position: screenToFlowPosition(screen),
    });
    return {
      takeText: (text, screen) => void read(text, freeAt(screen), true),
      handlers: {
        onDragOver: (event) => {
          if (event.dataTransfer.types.includes(CHAIN_DRAG)) event.preventDefault();
        },
        onDrop: (event) => {
          const text = event.dataTransfer.getData(CHAIN_DRAG);
          if (text === "") return;
          event.preventDefault();
          const where = placeUnder(event.target as Element, session);
          void read(text, where ?? freeAt({ x: event.clientX, y: event.clientY }), false);
        },
      },
    };
  }, [session, graph, onChain, screenToFlowPosition]);
}

/** The cable or the box that something is dropped on. */
function placeUnder(target: Element, session: EditorSession): ChainWhere | undefined {
  const state = session.getState();
  const record = state.document.graphs[state.graph]!;
  const cable = target.closest<SVGElement>(".react-flow__edge")?.dataset["id"];
  if (cable !== undefined) {
    const { from, to } = cableEnds(cable);
    const cables = record.connections.filter((one) => one.from === from && one.to === to);
    return placeFor({ ...state, cables }, session.registry);
  }
  const box = target.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  if (box === undefined || !Object.hasOwn(record.nodes, box)) return undefined;
  return placeFor({ ...state, selection: new Set([box]) }, session.registry);
}
