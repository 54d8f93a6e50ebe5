import { createAutomation } from "../engine/automation.ts";
import type { Kernels } from "../engine/layout.ts";
import { createPlainStep, type PlainStep } from "../engine/plain-step.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { createStepLoop, type StepLoop } from "../engine/step-loop.ts";
import type { Registry } from "../definition/pack.ts";
import type { VoiceImage } from "./image.ts";
import type { Joins } from "./joins.ts";
import type { GoingOn } from "./messages.ts";
import type { Ramp } from "./ramp.ts";
import { Ramps } from "./ramps.ts";
import { copyQuantum, hasQuantum, type Ring } from "./ring.ts";

/** One way through the song: a plan in its memory, and where it is. */
export class Voice {
  readonly ring: Ring;
  /** The quantum that runs next, in plan time. */
  quantum: number;
  /** From a source to the mix. */
  readonly latencySamples: number;
  readonly #sources: readonly { readonly target: Float64Array; readonly inRing: number }[];
  readonly #automation: readonly ((position: number) => void)[];
  readonly #jobs: readonly StepLoop[];
  readonly #ramps: Ramps;
  readonly #output: Float64Array;
  /** How many frames of the last quantum have been taken. */
  #taken = QUANTUM;
  /** Brings what it hears of the voice before it. */
  joins: Joins | undefined;

  constructor(image: VoiceImage, kernels: Kernels, ring: Ring, quantum: number, registry?: Registry) {
    const { sampleRate, bytes } = image;
    const { memory } = kernels;
    const view = (address: number): Float64Array => new Float64Array(memory.buffer, address, QUANTUM * 2);
    const plain: (PlainStep | undefined)[][] = image.jobs.map(() => []);
    for (const { job, index, step, place } of image.plain) {
      plain[job]![index] = createPlainStep(step, place, { sampleRate, memory, bytes, registry });
    }
    this.ring = ring;
    this.quantum = quantum;
    this.latencySamples = image.latencySamples;
    this.#sources = image.sources.map(({ address, inRing }) => ({ target: view(address), inRing }));
    this.#automation = image.automation.map((place) => createAutomation(sampleRate, place.step, place, memory));
    this.#jobs = image.jobs.map((record, job) => createStepLoop(kernels, record, plain[job]!));
    this.#ramps = new Ramps(memory, sampleRate);
    this.#output = view(image.output);
  }

  /** The frame of the mix that comes next. Below 0 nothing is the mix's yet. */
  get position(): number {
    return this.quantum * QUANTUM - (QUANTUM - this.#taken) - this.latencySamples;
  }

  /** Whether its sources suffice for that many frames more. */
  hasSound(frames: number): boolean {
    const quanta = Math.ceil((frames - (QUANTUM - this.#taken)) / QUANTUM);
    return quanta <= 0 || hasQuantum(this.ring, this.quantum + quanta - 1);
  }

  /** How many frames it may be taken on: no further than the voice before it has come. */
  get freeFrames(): number {
    return ((this.joins?.limit ?? Infinity) - this.quantum) * QUANTUM + (QUANTUM - this.#taken);
  }

  ramp(ramps: readonly Ramp[]): void {
    this.#ramps.add(ramps);
  }

  /** Takes over numbers that are on their way, before its first quantum. */
  goOn(before: Voice, goingOn: readonly GoingOn[]): void {
    this.#automate();
    for (const numbers of goingOn) this.#ramps.goOn(before.#ramps, numbers);
  }

  jump(ramps: readonly Ramp[]): void {
    this.#ramps.jump(ramps);
  }

  /** Hands out the next `frames` frames, into `target` from frame `at` on. */
  pull(target: Float64Array, at: number, frames: number): void {
    for (let done = 0; done < frames;) {
      if (this.#taken === QUANTUM) this.#run();
      const length = Math.min(frames - done, QUANTUM - this.#taken);
      const from = 2 * this.#taken;
      const to = 2 * (at + done);
      for (let i = 0; i < 2 * length; i++) target[to + i] = this.#output[from + i]!;
      this.#taken += length;
      done += length;
    }
  }

  /** Lets the next `frames` frames pass unheard. */
  skip(frames: number): void {
    for (let done = 0; done < frames;) {
      if (this.#taken === QUANTUM) this.#run();
      const length = Math.min(frames - done, QUANTUM - this.#taken);
      this.#taken += length;
      done += length;
    }
  }

  #run(): void {
    for (let index = 0; index < this.#sources.length; index++) {
      const { target, inRing } = this.#sources[index]!;
      copyQuantum(this.ring, inRing, this.quantum, target);
    }
    this.joins?.bring(this.quantum);
    this.#automate();
    this.#ramps.step();
    for (let job = 0; job < this.#jobs.length; job++) {
      this.#jobs[job]!.rewind();
      this.#jobs[job]!.runTo(1);
    }
    this.quantum++;
    this.#taken = 0;
  }

  /** Writes where lanes stand in the quantum that runs next. */
  #automate(): void {
    for (let index = 0; index < this.#automation.length; index++) this.#automation[index]!(this.quantum * QUANTUM);
  }
}
