import type { ActionScope } from "./action.ts";

/** Gives what actions act on; where a node is named, as if it had the focus. */
export type ScopeOf = (node?: string) => ActionScope;

/** Where the canvas that is shown says what actions act on. */
export class Stage {
  #scopeOf: ScopeOf | undefined;

  /** Absent while no canvas is shown. */
  get scopeOf(): ScopeOf | undefined {
    return this.#scopeOf;
  }

  /** Returns how to leave; who came meanwhile stays. */
  enter(scopeOf: ScopeOf): () => void {
    this.#scopeOf = scopeOf;
    return () => {
      if (this.#scopeOf === scopeOf) this.#scopeOf = undefined;
    };
  }
}
