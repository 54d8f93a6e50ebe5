import { useState, type ReactNode } from "react";
import { formatValue } from "./format-value.ts";
import { parseValue } from "./parse-value.ts";
import type { ValueControlProps } from "./use-value-control.ts";
import styles from "./value-figure.module.css";

/** The figure of a control, to be typed after a click or while `isTyping`. */
export function ValueFigure({
  control: { label, spokenLabel = label, parameter, value, onChange },
  isTyping,
  setTyping,
}: {
  control: ValueControlProps;
  isTyping: boolean;
  setTyping: (isTyping: boolean) => void;
}): ReactNode {
  const [isRefused, setRefused] = useState(false);
  const written = formatValue(parameter, value);
  const stop = (): void => {
    setTyping(false);
    setRefused(false);
  };
  const take = (text: string): boolean => {
    if (text === written) return true;
    const typed = parseValue(text, parameter, value);
    if (typed !== undefined) onChange(typed);
    return typed !== undefined;
  };
  if (!isTyping) {
    return (
      <button type="button" tabIndex={-1} className={`${styles["value"]} nodrag`} onClick={() => setTyping(true)}>
        {written}
      </button>
    );
  }
  return (
    <>
      <input
        className={`${styles["input"]} nodrag`}
        aria-label={`${spokenLabel}, value`}
        aria-invalid={isRefused}
        defaultValue={written}
        ref={selectOnce}
        onBlur={(event) => {
          take(event.currentTarget.value);
          stop();
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          const isTaken = event.key === "Enter" && take(event.currentTarget.value);
          if (isTaken || event.key === "Escape") {
            event.currentTarget.parentElement?.querySelector<HTMLElement>("[role=slider]")?.focus();
            stop();
          } else if (event.key === "Enter") setRefused(true);
        }}
      />
      {isRefused && (
        <span role="alert" className={styles["refused"]}>
          a number, with its unit if you like
        </span>
      )}
    </>
  );
}

const selectOnce = (input: HTMLInputElement | null): void => {
  input?.focus();
  input?.select();
};
