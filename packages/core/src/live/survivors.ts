import type { DelayStep, ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { KeptState, Layout } from "../engine/layout.ts";

/**
 * What of a running plan's memory its successor goes on with: the states of processors that are the same (address, type and
 * structural parameters) and of delays of the same length. By the successor's steps.
 */
export function survivors(
  running: RenderPlan,
  layout: Layout,
  next: RenderPlan,
  registry: Registry,
): ReadonlyMap<Step, KeptState> {
  const states = new Map<string, { step: StatefulStep; place: KeptState } | undefined>();
  running.jobs.forEach(({ steps }, job) => {
    steps.forEach((step, index) => {
      if (!isStateful(step)) return;
      // Two of one name cannot be told apart
      states.set(nameOf(step), states.has(nameOf(step)) ? undefined : { step, place: layout.jobs[job]!.steps[index]! });
    });
  });
  const kept = new Map<Step, KeptState>();
  for (const step of next.jobs.flatMap(({ steps }) => steps)) {
    if (!isStateful(step)) continue;
    const before = states.get(nameOf(step));
    if (before === undefined || !isSame(before.step, step, registry)) continue;
    states.delete(nameOf(step));
    kept.set(step, before.place);
  }
  return kept;
}

type StatefulStep = ProcessStep | DelayStep;

const isStateful = (step: Step): step is StatefulStep =>
  (step.kind === "process" && step.kernel !== undefined) || step.kind === "delay";

const nameOf = ({ kind, address }: Step): string => `${kind} ${address}`;

function isSame(before: StatefulStep, after: StatefulStep, registry: Registry): boolean {
  if (before.kind === "delay" || after.kind === "delay") {
    return before.kind === "delay" && after.kind === "delay" && before.delaySamples === after.delaySamples;
  }
  const parameters = Object.entries(registry.definition(after.type)?.params ?? {});
  return (
    before.type === after.type &&
    before.pack === after.pack &&
    before.kernel === after.kernel &&
    before.latencySamples === after.latencySamples &&
    before.kernelValues.length === after.kernelValues.length &&
    parameters.every(([name, { structural }]) => structural !== true || before.values[name] === after.values[name])
  );
}
