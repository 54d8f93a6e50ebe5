import type { GraphId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useMemo, type ClipboardEvent } from "react";
import type { Position } from "../patching/add-node.ts";
import { copied, copyText } from "../patching/copy.ts";
import { pasteCommands, readCopied } from "../patching/paste.ts";
import { removeNodesCommands } from "../patching/remove-nodes.ts";
import type { EditorSession } from "../session/editor-session.ts";

interface Clipboard {
  readonly duplicate: () => void;
  readonly handlers: Readonly<Record<"onCopy" | "onCut" | "onPaste", (event: ClipboardEvent) => void>>;
}

/** How far a duplicate stands from its original. */
const ASIDE = 24;

/** The nodes that are selected as text of a mix, that can be read, kept and pasted anywhere. */
export function useClipboard(session: EditorSession, graph: GraphId, pointer: () => Position): Clipboard {
  const { getNode, screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const places = (): ReadonlyMap<string, Position> =>
      new Map(
        [...session.getState().selection].flatMap((id) => {
          const position = getNode(id)?.position;
          return position === undefined ? [] : [[id, position] as const];
        }),
      );
    const paste = (copy: ReturnType<typeof copied>, position: Position): void => {
      const { commands, nodes } = pasteCommands(session.getState().document, graph, copy, position);
      if (session.doAll(commands)) session.select(nodes);
    };
    const copy = (event: ClipboardEvent): boolean => {
      const { document, selection } = session.getState();
      if (isTyping(event) || selection.size === 0) return false;
      event.preventDefault();
      event.clipboardData.setData("text/plain", copyText(document, graph, [...selection], places()));
      return true;
    };
    return {
      duplicate: () => {
        const { document, selection } = session.getState();
        const originals = places();
        if (selection.size === 0) return;
        const left = Math.min(...[...originals.values()].map(({ x }) => x));
        const top = Math.min(...[...originals.values()].map(({ y }) => y));
        paste(copied(document, graph, [...selection], originals), { x: left + ASIDE, y: top + ASIDE });
      },
      handlers: {
        onCopy: copy,
        onCut: (event) => {
          const { document, selection } = session.getState();
          if (copy(event)) session.doAll(removeNodesCommands(document, graph, session.registry, [...selection]));
        },
        onPaste: (event) => {
          if (isTyping(event)) return;
          event.preventDefault();
          const text = event.clipboardData.getData("text/plain");
          session.attempt(() => paste(readCopied(text, session.registry), screenToFlowPosition(pointer())));
        },
      },
    };
  }, [session, graph, pointer, getNode, screenToFlowPosition]);
}

const isTyping = ({ target }: ClipboardEvent): boolean =>
  target instanceof Element && target.closest("input, select, textarea") !== null;
