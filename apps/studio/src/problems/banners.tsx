import type { Problem } from "@twobus/core";
import { useState, type ReactNode } from "react";
import buttons from "../buttons.module.css";
import styles from "./banners.module.css";
import { placeText } from "./place-text.ts";
import type { Problems } from "./use-problems.ts";

/** Problems that are news, not faults: nothing is lost. */
const NEWS: ReadonlySet<string> = new Set([
  "recovered",
  "edits-kept",
  "older-version",
  "no-shared-memory",
  "playback-restarted",
  "other-sound",
  "bounce-given-up",
]);

/** What can be done about a problem at once. */
export interface Remedy {
  readonly label: string;
  readonly apply: () => void;
}

const MOST_SHOWN = 4;

/** What is wrong, and what to do about it: the last few, and the others when they are asked for. `remedies` are by code. */
export function Banners({
  problems,
  remedies,
}: {
  problems: Problems;
  remedies: Readonly<Record<string, Remedy>>;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { list } = problems;
  const hidden = list.length - MOST_SHOWN;
  return (
    <div className={styles["banners"]} data-open={isOpen}>
      {(isOpen ? list : list.slice(0, MOST_SHOWN)).map((problem) => (
        <Banner
          key={`${problem.code} ${problem.at}`}
          problem={problem}
          remedy={remedies[problem.code]}
          onDismiss={() => problems.dismiss(problem)}
        />
      ))}
      {hidden > 0 && (
        <button type="button" className={buttons["one"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Show fewer" : `and ${hidden} more`}
        </button>
      )}
    </div>
  );
}

function Banner({
  problem,
  remedy,
  onDismiss,
}: {
  problem: Problem;
  remedy: Remedy | undefined;
  onDismiss: () => void;
}): ReactNode {
  const isNews = NEWS.has(problem.code);
  return (
    <div role={isNews ? "status" : "alert"} className={`${styles["banner"]} ${buttons["all"]}`} data-news={isNews}>
      <p>
        <strong title={problem.at}>{placeText(problem.at)}</strong>: {problem.message}.
      </p>
      {remedy !== undefined && (
        <button
          type="button"
          onClick={() => {
            onDismiss();
            remedy.apply();
          }}
        >
          {remedy.label}
        </button>
      )}
      <button type="button" onClick={onDismiss}>
        Dismiss
      </button>
    </div>
  );
}
