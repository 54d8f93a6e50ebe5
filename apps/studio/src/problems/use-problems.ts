import type { Problem } from "@twobus/core";
import { useCallback, useState } from "react";

/** What is wrong, the last first. */
export interface Problems {
  readonly list: readonly Problem[];
  readonly add: (problem: Problem) => void;
  readonly dismiss: (problem: Problem) => void;
  readonly dismissAll: () => void;
}

const MOST_KEPT = 200;

export function useProblems(): Problems {
  const [list, setList] = useState<readonly Problem[]>([]);
  const add = useCallback((problem: Problem) => setList((now) => withProblem(now, problem)), []);
  const dismiss = useCallback((problem: Problem) => setList((now) => now.filter((other) => other !== problem)), []);
  const dismissAll = useCallback(() => setList([]), []);
  return { list, add, dismiss, dismissAll };
}

/** The same problem is told once, with its last words. */
const withProblem = (list: readonly Problem[], problem: Problem): readonly Problem[] =>
  [problem, ...list.filter(({ code, at }) => code !== problem.code || at !== problem.at)].slice(0, MOST_KEPT);
