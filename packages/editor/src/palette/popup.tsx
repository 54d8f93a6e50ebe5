import { useEffect, type CSSProperties, type ReactNode, type RefObject } from "react";
import type { Position } from "../patching/add-node.ts";
import styles from "./popup.module.css";

interface PopupProps {
  /** What it is called for screen readers. */
  readonly label: string;
  /** On the screen, in CSS pixels. */
  readonly at: Position;
  /** To be closed with, so that the focus goes back to where it was. */
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /** It is closed, and the focus is back. */
  readonly onClose: () => void;
  /** What is shown; where that changes while it is being closed, it opens again. */
  readonly shows?: unknown;
  /** What stands in it. */
  readonly children: ReactNode;
}

/** What opens at a place and is closed by Escape or by a press beside it. */
export function Popup({ label, at, dialog, onClose, shows, children }: PopupProps): ReactNode {
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
    // What is shown now may have come while it was being closed.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [dialog, shows]);
  useEffect(() => {
    const element = dialog.current;
    const press = (event: PointerEvent): void => {
      if (event.target === element && isBeside(element, event)) element?.close();
    };
    // The key that opened a menu may ask for one again.
    const refuse = (event: Event): void => event.preventDefault();
    element?.addEventListener("pointerdown", press);
    element?.addEventListener("contextmenu", refuse);
    return () => {
      element?.removeEventListener("pointerdown", press);
      element?.removeEventListener("contextmenu", refuse);
    };
  }, [dialog]);
  return (
    <dialog
      ref={dialog}
      className={styles["popup"]}
      aria-label={label}
      style={{ "--x": `${Math.max(8, at.x)}px`, "--y": `${Math.max(8, at.y)}px` } as CSSProperties}
      onClose={onClose}
    >
      {children}
    </dialog>
  );
}

function isBeside(element: HTMLElement | null, { clientX, clientY }: PointerEvent): boolean {
  const box = element?.getBoundingClientRect();
  if (box === undefined) return false;
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
