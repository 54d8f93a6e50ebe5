import { useEffect, useRef, type CSSProperties, type ReactNode } from "react";
import type { Position } from "../patching/add-node.ts";
import styles from "./popup.module.css";

interface PopupProps {
  readonly label: string;
  /** On the screen, in CSS pixels. */
  readonly at: Position;
  readonly onClose: () => void;
  /** Closing it from within leads the focus back to where it was. */
  readonly children: (close: () => void) => ReactNode;
}

/** What opens at a place and is closed by Escape or by a press beside it. */
export function Popup({ label, at, onClose, children }: PopupProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  useEffect(() => {
    const element = dialog.current;
    const press = (event: PointerEvent): void => {
      if (event.target === element && isBeside(element, event)) element?.close();
    };
    element?.addEventListener("pointerdown", press);
    return () => element?.removeEventListener("pointerdown", press);
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles["popup"]}
      aria-label={label}
      style={{ "--x": `${Math.max(8, at.x)}px`, "--y": `${Math.max(8, at.y)}px` } as CSSProperties}
      onClose={onClose}
    >
      {children(() => dialog.current?.close())}
    </dialog>
  );
}

function isBeside(element: HTMLElement | null, { clientX, clientY }: PointerEvent): boolean {
  const box = element?.getBoundingClientRect();
  if (box === undefined) return false;
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
