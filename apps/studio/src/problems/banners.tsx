import type { Problem } from "@twobus/core";
import type { ReactNode } from "react";
import buttons from "../buttons.module.css";
import styles from "./banners.module.css";
import type { Problems } from "./use-problems.ts";

/** Problems that are news, not faults: nothing is lost. */
const NEWS: ReadonlySet<string> = new Set([
  "recovered",
  "edits-kept",
  "older-version",
  "no-shared-memory",
  "playback-restarted",
  "other-sound",
]);

/** What can be done about a problem at once. */
export interface Remedy {
  readonly label: string;
  readonly apply: () => void;
}

/** What is wrong, and what to do about it. `remedies` are by code. */
export function Banners({
  problems,
  remedies,
}: {
  problems: Problems;
  remedies: Readonly<Record<string, Remedy>>;
}): ReactNode {
  return (
    <div className={styles["banners"]}>
      {problems.list.map((problem) => (
        <Banner
          key={`${problem.code} ${problem.at}`}
          problem={problem}
          remedy={remedies[problem.code]}
          onDismiss={() => problems.dismiss(problem)}
        />
      ))}
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
        <strong>{problem.at}</strong>: {problem.message}.
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
