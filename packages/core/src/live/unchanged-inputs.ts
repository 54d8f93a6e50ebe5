import type { BufferRef, RenderPlan, Step } from "../compile/plan.ts";
import { isSameData } from "./same-data.ts";
import { isStateful } from "./survivors.ts";

/** A step, and the names of what it hears: sources, and outputs of steps. */
interface Hearing {
  readonly step: Step;
  readonly inputs: readonly string[];
}

/**
 * The steps of a plan that hear what they hear in the running one: nothing differs on the way to them, and all on it goes on
 * with what it remembers.
 */
export function stepsWithUnchangedInputs(
  running: RenderPlan,
  next: RenderPlan,
  kept: ReadonlyMap<Step, unknown>,
): ReadonlySet<Step> {
  const before = new Map(hearings(running).map((hearing) => [nameOf(hearing.step), hearing]));
  const soundsSame = new Set([SILENCE, ...running.sources.map(sourceName)]);
  const unchanged = new Set<Step>();
  for (const { step, inputs } of hearings(next)) {
    const name = nameOf(step);
    const old = before.get(name);
    const hearsSame = isSameData(old?.inputs, inputs) && inputs.every((input) => soundsSame.has(input));
    if (hearsSame) unchanged.add(step);
    const goesOn = kept.has(step) || !isStateful(step);
    if (!hearsSame || !goesOn || !isSameData(withoutBuffers(old!.step), withoutBuffers(step))) continue;
    for (let output = 0; output < outputsOf(step).length; output++) soundsSame.add(outputName(name, output));
  }
  return unchanged;
}

/** Of a port with nothing connected. */
const SILENCE = "";
const sourceName = (id: string): string => `source ${id}`;
const outputName = (step: string, output: number): string => `${step} ${output}`;
const nameOf = ({ kind, address }: Step): string => `${kind} ${address}`;
const placeOf = ({ scope, index }: BufferRef): string => `${scope} ${index}`;

/** Every step in order; a buffer is known by what was written into it last. */
function hearings({ sources, jobs }: RenderPlan): Hearing[] {
  const written = new Map(sources.map((id, index) => [placeOf({ scope: "source", index }), sourceName(id)]));
  return jobs.flatMap(({ steps }) =>
    steps.map((step) => {
      const inputs = inputsOf(step).map((buffer) => (buffer === null ? SILENCE : written.get(placeOf(buffer))!));
      outputsOf(step).forEach((buffer, output) => written.set(placeOf(buffer), outputName(nameOf(step), output)));
      return { step, inputs };
    }),
  );
}

function inputsOf(step: Step): readonly (BufferRef | null)[] {
  if (step.kind === "process") return step.inputs;
  return step.kind === "mix" ? step.inputs.map(({ buffer }) => buffer) : [step.input];
}

const outputsOf = (step: Step): readonly BufferRef[] => (step.kind === "process" ? step.outputs : [step.output]);

function withoutBuffers(step: Step): unknown {
  if (step.kind === "process") return { ...step, inputs: [], outputs: [] };
  if (step.kind === "mix") {
    return { ...step, output: 0, inputs: step.inputs.map(({ gainLeft, gainRight }) => [gainLeft, gainRight]) };
  }
  return { ...step, input: 0, output: 0 };
}
