import { useId, useState, type ReactNode } from "react";
import buttons from "../buttons.module.css";
import { clockText, parseTime } from "./time-text.ts";
import styles from "./transport.module.css";
import type { LoopControl } from "./use-loop.ts";

/** Loops or not, and where: start and end to be typed, or set where the mix stands. */
export function LoopButtons({ loop, mixSeconds }: { loop: LoopControl; mixSeconds: number }): ReactNode {
  const panel = useId();
  const { startSeconds, endSeconds } = loop.range ?? { startSeconds: 0, endSeconds: mixSeconds };
  return (
    <div className={styles["loop"]}>
      <button type="button" aria-pressed={loop.isOn} title="Play a part again and again" onClick={loop.toggle}>
        Loop
      </button>
      <button type="button" popoverTarget={panel} aria-label="Start and end of the loop" title="Start and end">
        ▾
      </button>
      <div
        id={panel}
        popover="auto"
        role="group"
        aria-label="Start and end of the loop"
        className={`${styles["panel"]} ${buttons["all"]}`}
        onBeforeToggle={({ currentTarget }) => {
          const { left, bottom } = currentTarget.parentElement!.getBoundingClientRect();
          currentTarget.style.left = `${left}px`;
          currentTarget.style.top = `${bottom + 8}px`;
        }}
      >
        <TimeField name="Start" seconds={startSeconds} onSet={loop.startAt} />
        <TimeField name="End" seconds={endSeconds} onSet={loop.endAt} />
      </div>
    </div>
  );
}

function TimeField({
  name,
  seconds,
  onSet,
}: {
  name: string;
  seconds: number;
  onSet: (seconds?: number) => void;
}): ReactNode {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [isRefused, setRefused] = useState(false);
  const leave = (): void => {
    setTyped(undefined);
    setRefused(false);
  };
  /** Returns whether it was a time. */
  const take = (): boolean => {
    if (typed === undefined) return true;
    const place = parseTime(typed);
    if (place !== undefined) onSet(place);
    return place !== undefined;
  };
  return (
    <>
      <label>
        {name}
        <input
          value={typed ?? clockText(seconds)}
          spellCheck={false}
          aria-invalid={isRefused}
          title={isRefused ? "write minutes and seconds, such as 1:02.5, or seconds" : undefined}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onBlur={() => {
            take();
            leave();
          }}
          onKeyDown={({ key }) => {
            if (key !== "Enter") return;
            if (take()) leave();
            else setRefused(true);
          }}
        />
      </label>
      <button type="button" aria-label={`${name} here, where the mix stands`} onClick={() => onSet()}>
        Here
      </button>
    </>
  );
}
