import type { Registry } from "../../definition/pack.ts";
import type { Problem } from "../../problem.ts";
import type { ExposedParameters } from "../exposed.ts";
import type { MixDocument } from "../types.ts";

/** What is being validated. */
export interface Subject {
  readonly document: MixDocument;
  readonly registry: Registry;
  readonly exposed: ExposedParameters;
}

/** A code and a sentence, before it is known where they belong. */
export type Fault = Pick<Problem, "code" | "message">;

/** The outcome of `validateMix`. */
export interface Validation {
  /** What keeps the mix from being compiled. */
  readonly problems: Problem[];
  /** What is legal but probably not meant. */
  readonly warnings: Problem[];
}

/** Collects what the checks find. */
export class Findings implements Validation {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];

  problem(at: string, fault: Fault | undefined): void {
    if (fault !== undefined) this.problems.push({ code: fault.code, at, message: fault.message });
  }

  warning(at: string, fault: Fault | undefined): void {
    if (fault !== undefined) this.warnings.push({ code: fault.code, at, message: fault.message });
  }
}
