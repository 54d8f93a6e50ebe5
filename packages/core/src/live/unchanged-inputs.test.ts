import { expect, test } from "vitest";
import type { BufferRef, ProcessStep, RenderPlan, Step } from "../compile/plan.ts";
import { stepsWithUnchangedInputs } from "./unchanged-inputs.ts";

const source = (index: number): BufferRef => ({ scope: "source", index });
const shared = (index: number): BufferRef => ({ scope: "shared", index });
const local: BufferRef = { scope: "local", index: 0 };

const echo = (
  address: string,
  input: BufferRef,
  output: BufferRef,
  { key, percent = 50 }: { key?: BufferRef; percent?: number } = {},
): ProcessStep => ({
  kind: "process",
  address,
  type: "test.echo",
  pack: "test",
  kernel: "echo",
  values: { percent },
  kernelValues: [percent],
  automation: [],
  inputs: [input, key ?? null],
  outputs: [output],
  meters: [],
  arrivalSamples: 0,
  latencySamples: 0,
  isFollowed: false,
  isPart: false,
});

/** Two tracks of two echoes each, which share a local buffer, into a bus with one. The second may be keyed by the first. */
function plan({
  percent,
  gain = 1,
  isKeyed = false,
}: {
  percent?: number;
  gain?: number;
  isKeyed?: boolean;
} = {}): RenderPlan {
  const job = (name: string, after: number[], steps: Step[]) => ({ name, after, localBuffers: 1, steps });
  const sum: Step = {
    kind: "mix",
    address: "bus.main",
    output: local,
    inputs: [
      { buffer: shared(0), gainLeft: 1, gainRight: 1 },
      { buffer: shared(1), gainLeft: gain, gainRight: gain },
    ],
  };
  const moved = percent === undefined ? {} : { percent };
  return {
    sampleRate: 48000,
    latencySamples: 0,
    tailSamples: 0,
    memorySamples: 0,
    sources: ["one", "two"],
    jobs: [
      job("one", [], [echo("one/first", source(0), local, moved), echo("one/second", local, shared(0))]),
      job(
        "two",
        [],
        [echo("two/first", source(1), local), echo("two/second", local, shared(1), isKeyed ? { key: shared(0) } : {})],
      ),
      job("bus", [0, 1], [sum, echo("bus/echo", local, shared(2))]),
    ],
    sharedBuffers: 3,
    output: shared(2),
    stems: [],
  };
}

/** Addresses of what hears something else after an edit; `lost` begins anew. */
function changedBy(running: RenderPlan, next: RenderPlan, lost: readonly string[] = []): string[] {
  const steps = next.jobs.flatMap((job) => job.steps);
  const kept = new Map(steps.filter(({ address }) => !lost.includes(address)).map((step) => [step, true]));
  const unchanged = stepsWithUnchangedInputs(running, next, kept);
  return steps.filter((step) => !unchanged.has(step)).map(({ address }) => address);
}

test("of the same plan everything hears the same", () => {
  expect(changedBy(plan(), plan())).toEqual([]);
});

test("another value is heard from behind its step on, and not beside it", () => {
  expect(changedBy(plan(), plan({ percent: 60 }))).toEqual(["one/second", "bus.main", "bus/echo"]);
});

test("another gain is heard behind the sum", () => {
  expect(changedBy(plan(), plan({ gain: 0.5 }))).toEqual(["bus/echo"]);
});

test("a key that is connected changes what it goes to, and what comes then", () => {
  expect(changedBy(plan(), plan({ isKeyed: true }))).toEqual(["two/second", "bus.main", "bus/echo"]);
});

test("what hears a keyed step hears a change before the key as well", () => {
  const changed = ["one/second", "two/second", "bus.main", "bus/echo"];
  expect(changedBy(plan({ isKeyed: true }), plan({ isKeyed: true, percent: 60 }))).toEqual(changed);
});

test("a step that begins anew sounds otherwise, whatever its values", () => {
  expect(changedBy(plan(), plan(), ["two/first"])).toEqual(["two/second", "bus.main", "bus/echo"]);
});

test("a source that is another one is heard on all its way", () => {
  const next = { ...plan(), sources: ["one", "three"] };
  expect(changedBy(plan(), next)).toEqual(["two/first", "two/second", "bus.main", "bus/echo"]);
});
