import type { RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { Layout } from "../engine/layout.ts";
import type { StepLayout } from "../engine/places.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { heardRows, type Seam } from "../engine/seam.ts";
import type { Join } from "../player/joins.ts";
import type { Move } from "../player/messages.ts";
import { changedNumbers } from "./compare-plans.ts";
import { FINDING_IN_FRAMES } from "./settle-frames.ts";
import { isStateful, type Survivor } from "./survivors.ts";

/** How what processors hear goes over from one plan into the next. By the next one's steps. */
export type Seams = ReadonlyMap<Step, Seam>;

/**
 * Newcomers come in out of silence. What rings on and is kept hears the running voice until the new sound has come to it, so
 * that an edge, or a hole, never gets into what goes round in it.
 */
export function seamsOf(next: RenderPlan, kept: ReadonlyMap<Step, Survivor>, registry: Registry): Seams {
  const seams = new Map<Step, Seam>();
  for (const step of next.jobs.flatMap(({ steps }) => steps)) {
    if (!isStateful(step)) continue;
    const isNew = !kept.has(step);
    if (!isNew && !ringsOn(step, registry)) continue;
    const waitQuanta = isNew || step.kind === "delay" ? 0 : Math.ceil(step.arrivalSamples / QUANTUM);
    seams.set(step, { waitQuanta, frames: FINDING_IN_FRAMES, isNew });
  }
  return seams;
}

/** Whether what a step hears now may come out of it much later. */
export const ringsOn = (step: Step, registry: Registry): boolean =>
  step.kind === "process" && step.kernel !== undefined && registry.definition(step.type)?.tailSamples !== undefined;

/** Where those that are kept hear the running voice. */
export const joinsOf = (plan: RenderPlan, layout: Layout, kept: ReadonlyMap<Step, Survivor>, seams: Seams): Join[] =>
  keptPlaces(plan, layout, kept).flatMap(({ step, place, survivor }) => {
    const seam = seams.get(step);
    if (seam === undefined) return [];
    const { address: from, bytes } = heardRows(survivor.before, survivor);
    const { record, seam: heard } = survivor;
    return [{ record, seam: heard, from, to: heardRows(step, place).address, bytes, quanta: quantaOf(seam) }];
  });

const quantaOf = ({ waitQuanta, frames }: Seam): number => waitQuanta + Math.ceil(frames / QUANTUM);

/** Numbers of processors that ring on move, as they would in the same voice: a jump, too, would go round in them. */
export const movesOf = (
  plan: RenderPlan,
  layout: Layout,
  kept: ReadonlyMap<Step, Survivor>,
  registry: Registry,
): Move[] =>
  keptPlaces(plan, layout, kept).flatMap(({ step, place, survivor: { before, parameters } }): Move[] => {
    if (step.kind !== "process" || before.kind !== "process" || !ringsOn(step, registry)) return [];
    return changedNumbers(before, step, registry).map(({ parameter, value, isLevel }) => {
      const start = place.parameters + 16 * parameter;
      return {
        from: parameters + 16 * parameter + 8,
        ramp: { start, end: start + 8, to: value, unit: isLevel ? "decibels" : "other" },
      };
    });
  });

interface KeptPlace {
  readonly step: Step;
  readonly place: StepLayout;
  readonly survivor: Survivor;
}

const keptPlaces = ({ jobs }: RenderPlan, layout: Layout, kept: ReadonlyMap<Step, Survivor>): KeptPlace[] =>
  jobs.flatMap(({ steps }, job) =>
    steps.flatMap((step, index) => {
      const survivor = kept.get(step);
      return survivor === undefined ? [] : [{ step, place: layout.jobs[job]!.steps[index]!, survivor }];
    }),
  );
