import { counted } from "../counted.ts";
import type { BufferRef, RenderPlan, Step } from "./plan.ts";

/** The plan as lines of text, for people, for comparisons and for tests. */
export function printPlan(plan: RenderPlan): string {
  const lines = [
    `${plan.sampleRate} Hz, latency ${counted(plan.latencySamples, "sample")}, tail ${counted(plan.tailSamples, "sample")}, ${counted(plan.sources.length, "source")}, ${counted(plan.jobs.length, "job")}`,
  ];
  plan.jobs.forEach((job, index) => {
    const after =
      job.after.length === 0 ? "" : ` after ${job.after.map((needed) => plan.jobs[needed]!.name).join(", ")}`;
    lines.push(`${index} ${job.name}${after}`);
    for (const step of job.steps) lines.push(`    ${printStep(plan, step)}`);
  });
  lines.push(`output ${printBuffer(plan, plan.output)}`);
  plan.stems.forEach((stem, index) => lines.push(`stem ${index} ${printBuffer(plan, stem)}`));
  return `${lines.join("\n")}\n`;
}

function printStep(plan: RenderPlan, step: Step): string {
  const name = (buffer: BufferRef | null): string => (buffer === null ? "–" : printBuffer(plan, buffer));
  switch (step.kind) {
    case "process":
      return `process ${step.address} (${step.kernel ?? step.type}) ${step.inputs.map(name).join(", ")} → ${step.outputs.map(name).join(", ")}`;
    case "follow":
      return `follow ${step.address} (${step.original}) ${name(step.input)} → ${name(step.output)}`;
    case "delay":
      return `delay ${counted(step.delaySamples, "sample")} ${name(step.input)} → ${name(step.output)}`;
    case "mix":
      return `mix ${step.address} ${step.inputs.map((input) => name(input.buffer) + printGain(input.gainLeft, input.gainRight)).join(" + ") || "silence"} → ${name(step.output)}`;
  }
}

function printGain(left: number, right: number): string {
  if (left === 1 && right === 1) return "";
  return left === right ? ` × ${left}` : ` × (${left}, ${right})`;
}

function printBuffer(plan: RenderPlan, buffer: BufferRef): string {
  if (buffer.scope === "source") return `source ${plan.sources[buffer.index]}`;
  return `${buffer.scope === "local" ? "b" : "s"}${buffer.index}`;
}
