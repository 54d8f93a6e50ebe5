import { useEffect, type ReactNode } from "react";
import type { LibraryChain } from "./library.ts";
import styles from "./library.module.css";
import type { AuditionControl } from "./use-audition.ts";

/** What is being heard; from all of the page Escape ends it and Enter places it. */
export function AuditionBar({
  audition: { state, end },
  chains,
  onPlace,
}: {
  audition: AuditionControl;
  chains: readonly LibraryChain[];
  onPlace: () => void;
}): ReactNode {
  const isOn = state.kind !== "none";
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: globalThis.KeyboardEvent): void => {
      const target = event.target as Element;
      if (target.closest("dialog, [contenteditable=true]") !== null) return;
      // Where the pointer has left the focus after "Hear", and where chains are searched for, Enter places as well.
      const takesEnter =
        target.closest("button:not([data-hears]), a, summary, input:not([type=search]), textarea, select") !== null;
      if (event.key === "Escape") end();
      else if (event.key === "Enter" && !takesEnter) onPlace();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [isOn, end, onPlace]);
  if (state.kind === "none") return null;
  const name = chains.find(({ id }) => id === state.id)?.chain.name ?? "the chain";
  if (state.kind === "measuring") {
    return (
      <div className={styles["heard"]}>
        <output>Matching the level of {name} …</output>
        <progress value={state.done} aria-label="Matching the level" />
        <button type="button" onClick={end}>
          Cancel
        </button>
      </div>
    );
  }
  const { gainDb } = state.audition;
  const matched = gainDb === undefined ? "not matched, since nothing sounds here" : `matched by ${signed(gainDb)} dB`;
  return (
    <output className={styles["heard"]}>
      Hearing {name}, {matched}. Enter places it so, Escape ends.
    </output>
  );
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
