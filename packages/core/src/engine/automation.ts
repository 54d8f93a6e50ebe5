import type { FlatLane } from "../compile/flat-graph.ts";
import type { ProcessStep } from "../compile/plan.ts";
import { throughRange } from "../document/macro-range.ts";
import type { AutomationPoint } from "../document/types.ts";
import { QUANTUM } from "./quantum.ts";
import type { StepLayout } from "./places.ts";

/**
 * The value of a lane at a time in seconds. Before the first point and after the last the lane stands still; where two
 * points share a time the later one in the list holds from there on.
 */
export function valueAt(points: readonly AutomationPoint[], seconds: number): number {
  const next = firstAfter(points, seconds);
  if (next === 0) return points[0]!.value;
  const from = points[next - 1]!;
  const to = points[next];
  if (to === undefined || from.curve === "hold") return from.value;
  const way = (seconds - from.atSeconds) / (to.atSeconds - from.atSeconds);
  const shaped = from.curve === "smooth" ? way * way * (3 - 2 * way) : way;
  return from.value + (to.value - from.value) * shaped;
}

/** Where a lane moves its parameter, through the macros between them. */
function laneAt({ points, ranges }: FlatLane, seconds: number): number {
  let value = valueAt(points, seconds);
  if (ranges !== undefined) for (const range of ranges) value = throughRange(range, value);
  return value;
}

/** Index of the first point later than a time, by bisection. */
function firstAfter(points: readonly AutomationPoint[], seconds: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.atSeconds <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Writes where a step's automated parameters stand at both ends of the quantum that begins at a frame of the mix. Lanes
 * wait as long as the sound does.
 */
export function createAutomation(
  sampleRate: number,
  step: Pick<ProcessStep, "automation" | "arrivalSamples" | "kernelValues">,
  { parameters }: Pick<StepLayout, "parameters">,
  memory: WebAssembly.Memory,
): (position: number) => void {
  const block = new Float64Array(memory.buffer, parameters, step.kernelValues.length * 2);
  return (position) => {
    const frame = position - step.arrivalSamples;
    for (const lane of step.automation) {
      block[2 * lane.parameter] = laneAt(lane, frame / sampleRate);
      block[2 * lane.parameter + 1] = laneAt(lane, (frame + QUANTUM) / sampleRate);
    }
  };
}
