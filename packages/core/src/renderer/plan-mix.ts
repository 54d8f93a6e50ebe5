import { compile, type CompileOptions } from "../compile/compile.ts";
import type { RenderPlan } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { TwobusError, type Problem } from "../problem.ts";

/** A mix as a renderer takes it. */
export interface PlannedMix {
  readonly document: MixDocument;
  readonly plan: RenderPlan;
  readonly warnings: readonly Problem[];
}

/** Checks a mix and compiles it. Throws a `TwobusError` with every problem that keeps it from sounding. */
export function planMix(document: MixDocument, registry: Registry, options?: CompileOptions): PlannedMix {
  const { problems, warnings } = validateMix(document, registry);
  if (problems.length > 0) throw new TwobusError(problems);
  return { document, plan: compile(document, registry, options), warnings };
}
