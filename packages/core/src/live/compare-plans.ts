import type { MixStep, ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { NumberParameter } from "../definition/parameters.ts";
import { isSameData } from "./same-data.ts";

/** What has to happen to a running plan so that it becomes another one. */
export type PlanChange =
  | { readonly kind: "none" }
  /** Numbers that may move while it runs. */
  | { readonly kind: "values"; readonly values: readonly ValueChange[] }
  /** Anything else: another voice has to take over. */
  | { readonly kind: "structure" };

/** A new value of a parameter, or new gains of an input of a sum. */
export type ValueChange =
  | ({ readonly job: number; readonly step: number } & ParameterChange)
  | { readonly job: number; readonly step: number; readonly input: number; readonly gains: readonly [number, number] };

const STRUCTURE: PlanChange = { kind: "structure" };

/** Compares what runs with what is wanted. */
export function comparePlans(running: RenderPlan, wanted: RenderPlan, registry: Registry): PlanChange {
  const [runningJobs, wantedJobs] = [running.jobs, wanted.jobs];
  if (runningJobs.length !== wantedJobs.length || !isSameData(shapeOf(running), shapeOf(wanted))) return STRUCTURE;
  const values: ValueChange[] = [];
  for (let job = 0; job < wantedJobs.length; job++) {
    const { steps: before, ...jobBefore } = runningJobs[job]!;
    const { steps: after, ...jobAfter } = wantedJobs[job]!;
    if (before.length !== after.length || !isSameData(jobBefore, jobAfter)) return STRUCTURE;
    for (let step = 0; step < after.length; step++) {
      const changes = compareSteps(before[step]!, after[step]!, registry);
      if (changes === undefined) return STRUCTURE;
      for (const change of changes) values.push({ job, step, ...change });
    }
  }
  return values.length === 0 ? { kind: "none" } : { kind: "values", values };
}

/** How long it rings on and remembers follows from numbers that may move. */
function shapeOf(plan: RenderPlan): unknown {
  const { jobs: _jobs, tailSamples: _tail, memorySamples: _memory, ...shape } = plan;
  return shape;
}

/** A number of a processor that may move while it runs. */
export interface MovableParameter {
  readonly parameter: number;
  readonly declared: NumberParameter;
}

export interface ParameterChange extends MovableParameter {
  readonly value: number;
}

type StepChange = ParameterChange | { readonly input: number; readonly gains: readonly [number, number] };

/** `undefined` where more has changed than numbers. */
function compareSteps(before: Step, after: Step, registry: Registry): readonly StepChange[] | undefined {
  if (before.kind === "process" && after.kind === "process") return compareProcessors(before, after, registry);
  if (before.kind === "mix" && after.kind === "mix") return compareSums(before, after);
  return isSameData(before, after) ? [] : undefined;
}

function compareProcessors(
  before: ProcessStep,
  after: ProcessStep,
  registry: Registry,
): readonly StepChange[] | undefined {
  const { values: _before, kernelValues: from, ...restBefore } = before;
  const { values: _after, kernelValues: to, ...restAfter } = after;
  if (from.length !== to.length || !isSameData(restBefore, restAfter)) return undefined;
  const automated = automatedOf(after);
  const changes = changedNumbers(before, after, registry);
  const moved = new Set(changes.map(({ parameter }) => parameter));
  const isMoved = (value: number, parameter: number): boolean =>
    Object.is(from[parameter], value) || automated.has(parameter) || moved.has(parameter);
  return to.every(isMoved) ? changes : undefined;
}

/** Of one processor: the numbers that have changed and may move. One whose automation lane has gone goes to where it stands without. */
export function changedNumbers(before: ProcessStep, after: ProcessStep, registry: Registry): ParameterChange[] {
  const [wasAutomated, isAutomated] = [automatedOf(before), automatedOf(after)];
  return movableOf(after, registry).flatMap(({ parameter, declared }) => {
    const value = after.kernelValues[parameter]!;
    const isSame = Object.is(before.kernelValues[parameter], value) && !wasAutomated.has(parameter);
    return isSame || isAutomated.has(parameter) ? [] : [{ parameter, value, declared }];
  });
}

/** Of one processor: the numbers that have an automation lane, and had none or another. */
export function changedLanes(before: ProcessStep, after: ProcessStep, registry: Registry): MovableParameter[] {
  const lanes = after.automation.filter((lane) => !before.automation.some((old) => isSameData(old, lane)));
  const changed = new Set(lanes.map(({ parameter }) => parameter));
  return movableOf(after, registry).filter(({ parameter }) => changed.has(parameter));
}

const movableOf = ({ type }: ProcessStep, registry: Registry): MovableParameter[] =>
  Object.values(registry.definition(type)?.params ?? {}).flatMap((declared, parameter) =>
    declared.kind === "number" && declared.structural !== true ? [{ parameter, declared }] : [],
  );

const automatedOf = ({ automation }: ProcessStep): ReadonlySet<number> =>
  new Set(automation.map(({ parameter }) => parameter));

function compareSums(before: MixStep, after: MixStep): readonly StepChange[] | undefined {
  const { inputs: from, ...restBefore } = before;
  const { inputs: to, ...restAfter } = after;
  if (from.length !== to.length || !isSameData(restBefore, restAfter)) return undefined;
  const changes: StepChange[] = [];
  for (let input = 0; input < to.length; input++) {
    const { buffer, gainLeft, gainRight } = to[input]!;
    if (!isSameData(buffer, from[input]!.buffer)) return undefined;
    if (gainLeft === from[input]!.gainLeft && gainRight === from[input]!.gainRight) continue;
    changes.push({ input, gains: [gainLeft, gainRight] });
  }
  return changes;
}
