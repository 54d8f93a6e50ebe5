import { counted, fault, type GraphId, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useMemo, type ClipboardEvent } from "react";
import { isChainText, type ChainIntake } from "../chains/use-chain-intake.ts";
import type { Position } from "../patching/add-node.ts";
import { copied, copyText } from "../patching/copy.ts";
import { pasteCommands, readCopied } from "../patching/paste.ts";
import { pasteSettings } from "../patching/paste-settings.ts";
import { removeNodesCommands } from "../patching/remove-nodes.ts";
import type { EditorSession } from "../session/editor-session.ts";

export interface Clipboard {
  readonly duplicate: () => void;
  /** As from a menu: the browser asks before it lets a page read. */
  readonly copy: () => void;
  readonly cut: () => void;
  readonly paste: () => void;
  /** Sets nodes as those are set whose text was copied. */
  readonly pasteSettings: (nodes: readonly NodeId[]) => void;
  readonly handlers: Readonly<Record<"onCopy" | "onCut" | "onPaste", (event: ClipboardEvent) => void>>;
}

/** What was copied last on this page, for where the browser lets no page read what was copied. */
const copiedHere: { text?: string } = {};

/** How far a duplicate stands from its original. */
const ASIDE = 24;

/** The nodes that are selected as text of a mix, that can be read, kept and pasted anywhere. */
export function useClipboard(
  session: EditorSession,
  graph: GraphId,
  pointer: () => Position,
  takeChain: ChainIntake["takeText"],
  say: (text: string) => void,
): Clipboard {
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
    const pasteText = (text: string): void => {
      if (isChainText(text)) return takeChain(text, pointer());
      session.attempt(() => paste(readCopied(text, session.registry), screenToFlowPosition(pointer())));
    };
    const pasteSettingsOf = (text: string, nodes: readonly NodeId[]): void => {
      session.attempt(() => {
        const { document } = session.getState();
        const copy = readCopied(text, session.registry);
        const pasted = pasteSettings(document, graph, session.registry, copy, nodes);
        if (session.do(pasted.command) !== undefined) say(`settings of ${counted(pasted.nodes.length, "node")} pasted`);
      });
    };
    const selectedText = (): string => {
      const { document, selection } = session.getState();
      copiedHere.text = copyText(document, graph, [...selection], places());
      return copiedHere.text;
    };
    const removeSelected = (): void => {
      const { document, selection } = session.getState();
      session.doAll(removeNodesCommands(document, graph, session.registry, [...selection]));
    };
    const copy = (event: ClipboardEvent): boolean => {
      if (isTyping(event) || session.getState().selection.size === 0) return false;
      event.preventDefault();
      event.clipboardData.setData("text/plain", selectedText());
      return true;
    };
    const write = async (): Promise<boolean> => {
      try {
        await navigator.clipboard.writeText(selectedText());
        return true;
      } catch {
        session.attempt(() => {
          throw fault("no-clipboard", "clipboard", "the browser does not let this page write; press the keys instead");
        });
        return false;
      }
    };
    const read = (use: (text: string) => void): void => {
      navigator.clipboard.readText().then(use, () => {
        if (copiedHere.text !== undefined) return use(copiedHere.text);
        session.tell({
          code: "no-clipboard",
          at: "clipboard",
          message: "the browser does not let this page read what was copied elsewhere; copy something here first",
        });
      });
    };
    return {
      copy: () => void write(),
      cut: () => void write().then((isCopied) => isCopied && removeSelected()),
      paste: () => read(pasteText),
      pasteSettings: (nodes) => read((text) => pasteSettingsOf(text, nodes)),
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
          if (copy(event)) removeSelected();
        },
        onPaste: (event) => {
          if (isTyping(event)) return;
          event.preventDefault();
          pasteText(event.clipboardData.getData("text/plain"));
        },
      },
    };
  }, [session, graph, pointer, takeChain, say, getNode, screenToFlowPosition]);
}

const isTyping = ({ target }: ClipboardEvent): boolean =>
  target instanceof Element && target.closest("input, select, textarea") !== null;
