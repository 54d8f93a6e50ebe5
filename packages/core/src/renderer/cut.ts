import type { RenderPlan } from "../compile/plan.ts";
import type { PlanarStereo, RenderJob } from "./contract.ts";
import type { PlanRun } from "./plan-run.ts";
import type { RenderRange } from "./render-range.ts";

/** Cuts latency and range out of the stream of chunks, of which the first begins at `firstFrame`, and hands it on, planar. */
export function createCut(
  job: RenderJob,
  plan: RenderPlan,
  { start, end }: RenderRange,
  firstFrame: number,
): PlanRun["take"] {
  let planar: PlanarStereo[] = [];
  let chunkStart = firstFrame - plan.latencySamples;
  return async (outputs) => {
    const frames = outputs[0]!.length / 2;
    if (planar[0]?.[0].length !== frames) {
      planar = outputs.map(() => [new Float64Array(frames), new Float64Array(frames)]);
    }
    const first = Math.max(0, start - chunkStart);
    const last = Math.min(frames, end - chunkStart);
    outputs.forEach((output, index) => deinterleave(output, first, last, planar[index]!));
    chunkStart += frames;
    const [mix, ...stems] = planar;
    if (last > first) await job.receive(mix!, last - first, stems);
    job.progress?.(Math.max(0, Math.min(chunkStart, end) - start), end - start);
  };
}

function deinterleave(output: Float64Array, first: number, last: number, [left, right]: PlanarStereo): void {
  for (let frame = first; frame < last; frame++) {
    left[frame - first] = output[2 * frame]!;
    right[frame - first] = output[2 * frame + 1]!;
  }
}
