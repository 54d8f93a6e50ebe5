import type { NodeId } from "@twobus/core";
import { useEffect, useState, type ReactNode, type RefObject } from "react";
import { useStemIntake, type TakeStems } from "../../palette/stem-intake.tsx";
import { replaceRecording } from "../../patching/replace-recording.ts";
import { stripKind } from "../../patching/strip-kind.ts";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import styles from "./recording-drop.module.css";
import { useTakeStems } from "./use-take-stems.ts";

/** What becomes of recordings that are let go over a strip. */
interface Offer {
  readonly node: NodeId;
  readonly text: string;
  readonly take: TakeStems;
}

interface RecordingDropProps {
  readonly canvas: RefObject<HTMLElement | null>;
  readonly onAdded: (node: NodeId) => void;
}

/**
 * Recordings that are dropped on a strip: a track plays the new one in place of its own, a bus is given tracks. What is
 * dropped elsewhere is for whoever takes what is dropped anywhere.
 */
export function RecordingDrop({ canvas, onAdded }: RecordingDropProps): ReactNode {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const intake = useStemIntake();
  const takeStems = useTakeStems(onAdded);
  const [shown, setShown] = useState<{ readonly text: string; readonly box: DOMRect } | undefined>(undefined);
  useEffect(() => {
    if (intake === undefined) return undefined;
    let over: NodeId | undefined;
    const show = (offer?: Offer, element?: Element): void => {
      if (offer?.node === over) return;
      over = offer?.node;
      setShown(offer && { text: offer.text, box: element!.getBoundingClientRect() });
    };
    const offerOn = (node: NodeId, { items }: DataTransfer): Offer | undefined => {
      const record = session.getState().document.graphs[graph]!;
      const name = record.nodes[node]?.label ?? node;
      const kind = stripKind(record, node, session.registry);
      if (kind === "bus") return { node, text: `New tracks into ${name}`, take: takeStems(`${node}.main`) };
      const take = replaceRecording(session, graph, node);
      return kind === "track" && items.length <= 1
        ? { node, text: `Replace the recording of ${name}`, take }
        : undefined;
    };
    const follow = (event: DragEvent): Offer | undefined => {
      if (event.dataTransfer === null || !areRecordings(event.dataTransfer)) return undefined;
      const element = (event.target as Element).closest<HTMLElement>(".react-flow__node");
      const offer = element === null ? undefined : offerOn(element.dataset["id"]!, event.dataTransfer);
      show(offer, element!);
      if (offer === undefined) return undefined;
      event.preventDefault();
      event.stopPropagation();
      return offer;
    };
    const drop = (event: DragEvent): void => {
      const offer = follow(event);
      show();
      if (offer !== undefined) intake.drop(event.dataTransfer!, offer.take);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (!(relatedTarget instanceof Node && canvas.current!.contains(relatedTarget))) show();
    };
    const listening = new AbortController();
    const { signal } = listening;
    canvas.current!.addEventListener("dragover", follow, { signal });
    canvas.current!.addEventListener("drop", drop, { signal });
    canvas.current!.addEventListener("dragleave", leave, { signal });
    return () => listening.abort();
  }, [session, graph, canvas, intake, takeStems]);
  if (shown === undefined) return null;
  const { x, y, width, height } = shown.box;
  return (
    <p className={styles["offer"]} style={{ left: x, top: y, width, height }}>
      <span>{shown.text}</span>
    </p>
  );
}

/** As far as can be known before they are let go: a folder, and much that a system does not know, says nothing of its type. */
const areRecordings = ({ types, items }: DataTransfer): boolean =>
  types.includes("Files") && [...items].every(({ type }) => type === "" || /^(audio|video)\/|ogg$/.test(type));
