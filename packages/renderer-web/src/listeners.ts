import type { Problem } from "@twobus/core";
import type { PlayerReport } from "./live/live-worker.ts";

type Listener = (report: PlayerReport) => void;

export interface Listeners {
  add(listener: Listener): () => void;
  tell(report: PlayerReport): void;
}

/**
 * Those who listen to a player. One that throws stops neither the player nor the others: it is named once, and still called. What
 * `onProblem` itself throws is left to the page.
 */
export function createListeners(told: (problem: Problem) => void = () => {}): {
  readonly onProblem: (problem: Problem) => void;
  readonly listeners: Listeners;
} {
  const listeners = new Map<symbol, Listener>();
  const broken = new WeakSet<Listener>();
  const onProblem = (problem: Problem): void => {
    try {
      told(problem);
    } catch (error) {
      reportError(error);
    }
  };
  const fail = (listener: Listener, error: unknown): void => {
    if (broken.has(listener)) return;
    broken.add(listener);
    const message = `a function that was given to subscribe threw (${String(error)}); mend it: what it shows is out of date`;
    onProblem({ code: "listener-failed", at: "subscribe", message });
  };
  return {
    onProblem,
    listeners: {
      add: (listener) => {
        const key = Symbol("listener");
        listeners.set(key, listener);
        return () => void listeners.delete(key);
      },
      tell: (report) => {
        for (const listener of listeners.values()) {
          try {
            listener(report);
          } catch (error) {
            fail(listener, error);
          }
        }
      },
    },
  };
}
