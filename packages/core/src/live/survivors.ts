import { FRAME_BYTES, type Stretch } from "@twobus/dsp";
import type { DelayStep, ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { AdvancedStep } from "../engine/advance-step.ts";
import type { KeptState, Layout } from "../engine/layout.ts";
import type { StepLayout } from "../engine/places.ts";

/** A step of a running plan whose state a successor goes on with, and where it is. */
export interface Survivor extends StepLayout {
  readonly before: StatefulStep;
}

/**
 * What of a running plan's memory its successor goes on with: the states of processors that are the same (address, type and
 * structural parameters) and of delays of the same length. A processor that has been grouped is known by its own id and
 * its strip. By the successor's steps.
 */
export function survivors(
  running: RenderPlan,
  layout: Layout,
  next: RenderPlan,
  registry: Registry,
): ReadonlyMap<Step, Survivor> {
  const before = running.jobs.flatMap(({ steps }, job) =>
    steps.flatMap((step, index) => (isStateful(step) ? [{ step, place: layout.jobs[job]!.steps[index]! }] : [])),
  );
  const after = next.jobs.flatMap(({ steps }) => steps.filter(isStateful));
  const kept = new Map<Step, Survivor>();
  const taken = new Set<Step>();
  for (const nameOf of [wholeName, ownName]) {
    const known = onlyOnes(
      before.filter(({ step }) => !taken.has(step)).map((old) => [nameOf(old.step), old] as const),
    );
    const wanted = onlyOnes(after.filter((step) => !kept.has(step)).map((step) => [nameOf(step), step] as const));
    for (const [name, step] of wanted) {
      const old = known.get(name);
      if (old === undefined || !isSame(old.step, step, registry)) continue;
      taken.add(old.step);
      kept.set(step, { ...old.place, before: old.step });
    }
  }
  return kept;
}

/** Entries whose name no other has: two of one name cannot be told apart. */
function onlyOnes<T>(entries: readonly (readonly [string, T])[]): Map<string, T> {
  const counts = Map.groupBy(entries, ([name]) => name);
  return new Map(entries.filter(([name]) => counts.get(name)!.length === 1));
}

/** Where kept states lie. */
export const stretchesOf = (kept: ReadonlyMap<Step, KeptState>): Stretch[] =>
  [...kept].flatMap(([step, { state, stateBytes, dryState }]) => [
    { address: state, bytes: stateBytes },
    ...(step.kind === "process" && dryState !== 0
      ? [{ address: dryState, bytes: DELAY_HEADER_BYTES + step.latencySamples * FRAME_BYTES }]
      : []),
  ]);

/** Processors that no state is kept of, and where they lie. */
export const newcomersOf = ({ jobs }: RenderPlan, layout: Layout, kept: ReadonlyMap<Step, unknown>): AdvancedStep[] =>
  jobs.flatMap(({ steps }, job) =>
    steps.flatMap((step, index) => {
      if (step.kind !== "process" || step.kernel === undefined || kept.has(step)) return [];
      const { pack, kernel, automation, arrivalSamples, kernelValues } = step;
      const { state, parameters } = layout.jobs[job]!.steps[index]!;
      return [{ step: { pack, kernel, automation, arrivalSamples, kernelValues }, place: { state, parameters } }];
    }),
  );

/** Before the frames of a delay, as `dsp/assembly/delay.ts` lays it out. */
const DELAY_HEADER_BYTES = 16;

/** A step that remembers. */
export type StatefulStep = ProcessStep | DelayStep;

export const isStateful = (step: Step): step is StatefulStep =>
  (step.kind === "process" && step.kernel !== undefined) || step.kind === "delay";

const wholeName = ({ kind, address }: Step): string => `${kind} ${address}`;

/** A delay's address holds two, of which the last is where it leads. */
const ownName = ({ kind, address }: Step): string => {
  const path = address.split(" → ").map((end) => end.split("/"));
  return `${kind} ${path.map((ids) => `${ids[0]} ${ids.at(-1)}`).join(" ")}`;
};

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
