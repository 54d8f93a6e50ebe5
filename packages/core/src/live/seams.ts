import type { RenderPlan, Step } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { Layout } from "../engine/layout.ts";
import type { StepLayout } from "../engine/places.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { heardRows, type Seam } from "../engine/seam.ts";
import type { Join } from "../player/joins.ts";
import type { GoingOn } from "../player/messages.ts";
import { changedLanes, changedNumbers } from "./compare-plans.ts";
import { SEAM_FRAMES } from "./settle-frames.ts";
import { PARAMETER_BYTES, parameterPlace, parameterRamp } from "./ramps-of.ts";
import { isStateful, type Survivor } from "./survivors.ts";
import { stepsWithUnchangedInputs } from "./unchanged-inputs.ts";

/** How what processors hear goes over from one plan into the next. By the next one's steps. */
export type Seams = ReadonlyMap<Step, Seam>;

/**
 * Newcomers come in out of silence. What rings on and is kept hears the running voice until the new sound has come to it, so
 * that an edge, or a hole, never gets into what goes round in it. Where nothing differs on the way there is no seam.
 */
export function seamsOf(
  running: RenderPlan,
  next: RenderPlan,
  kept: ReadonlyMap<Step, Survivor>,
  registry: Registry,
): Seams {
  const unchanged = stepsWithUnchangedInputs(running, next, kept);
  const seams = new Map<Step, Seam>();
  for (const step of next.jobs.flatMap(({ steps }) => steps)) {
    if (!isStateful(step)) continue;
    const isNew = !kept.has(step);
    if (!isNew && (unchanged.has(step) || !ringsOn(step, registry))) continue;
    const waitQuanta = isNew || step.kind === "delay" ? 0 : Math.ceil(step.arrivalSamples / QUANTUM);
    seams.set(step, { waitQuanta, frames: SEAM_FRAMES, isNew });
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

/** Where numbers of processors that are kept go on from where they are. */
export const goingOn = (
  plan: RenderPlan,
  layout: Layout,
  kept: ReadonlyMap<Step, Survivor>,
  registry: Registry,
): GoingOn[] =>
  keptPlaces(plan, layout, kept).flatMap(({ step, place, survivor: { before, parameters: from } }) => {
    if (step.kind !== "process" || before.kind !== "process") return [];
    const { parameters: to } = place;
    const ramps = changedNumbers(before, step, registry).map((change) => parameterRamp(change, to));
    const lanes = changedLanes(before, step, registry).map((lane) => parameterPlace(lane, to));
    return [{ from, to, bytes: PARAMETER_BYTES * step.kernelValues.length, ramps, lanes }];
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
