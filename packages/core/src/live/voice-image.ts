import type { BufferRef, RenderPlan } from "../compile/plan.ts";
import { addressOfBuffer, type Layout } from "../engine/layout.ts";
import type { VoiceImage } from "../player/image.ts";

/** Describes a plan that stands ready in memory to the thread that plays it. `ringSources` are the ids that its ring carries. */
export function describeVoice(plan: RenderPlan, layout: Layout, ringSources: readonly string[]): VoiceImage {
  const addressOf = (buffer: BufferRef): number => addressOfBuffer(layout, 0, buffer, 0);
  const steps = plan.jobs.flatMap(({ steps: row }, job) =>
    row.flatMap((step, index) =>
      step.kind === "process" ? [{ job, index, step, place: layout.jobs[job]!.steps[index]! }] : [],
    ),
  );
  return {
    sampleRate: plan.sampleRate,
    latencySamples: plan.latencySamples,
    bytes: layout.bytes,
    jobs: layout.jobs.map(({ record }) => record),
    sources: plan.sources.map((id, index) => ({
      address: addressOf({ scope: "source", index }),
      inRing: ringSources.indexOf(id),
    })),
    output: addressOf(plan.output),
    automation: steps.flatMap(({ step, place }) =>
      step.automation.length === 0
        ? []
        : [
            {
              step: {
                automation: step.automation,
                arrivalSamples: step.arrivalSamples,
                kernelValues: step.kernelValues,
              },
              parameters: place.parameters,
            },
          ],
    ),
    plain: steps.filter(({ step }) => step.kernel === undefined),
  };
}
