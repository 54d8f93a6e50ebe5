import { ensureBytes } from "@twobus/dsp";
import type { Registry } from "../definition/pack.ts";
import { advanceStep } from "../engine/advance-step.ts";
import type { Kernels } from "../engine/layout.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { crossFade, fadeShape } from "./fade.ts";
import type { Entry, HandOver, PlayerEvent, PlayerMessage } from "./messages.ts";
import type { VoiceImage } from "./image.ts";
import { Joins } from "./joins.ts";
import { Monitor } from "./monitor.ts";
import { createRing, publishChunk, placeOfNext, takeUpTo, writeRingState, type Ring } from "./ring.ts";
import type { Ramp } from "./ramp.ts";
import { Voice } from "./voice.ts";

export interface PlayerOptions {
  readonly sampleRate: number;
  /** Kernels over one memory each: one voice sounds while the next is made ready. */
  readonly slots: readonly Kernels[];
  /** For processors in plain TypeScript. */
  readonly registry?: Registry;
  readonly tell: (event: PlayerEvent) => void;
  /** Hears the mix as interleaved stereo, before the monitor. */
  readonly tap?: (mix: Float64Array) => void;
}

/** A voice, the memory that it is in, and how it is to come in. */
interface Placed {
  readonly slot: number;
  readonly voice: Voice;
  readonly entry: Entry;
  /** The frame from which a voice that continues may be heard. */
  readonly settledAt: number;
}

/** How much of its way a voice may catch up within one quantum. */
const CATCH_UP_FRAMES = 8 * QUANTUM;
/** After sources were missing, so much must be there before it goes on. */
const RESUME_FRAMES = 16 * QUANTUM;

/**
 * Plays a mix live, a quantum at a time. Whatever happens to it (an edit, a seek, a loop's end, stop) is one thing: a voice
 * hands over to another, or to silence, in a fade of 10 ms. Between two voices that make the same samples the fade
 * changes no bit. `process` allocates nothing.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #shape: Float64Array;
  readonly #monitor: Monitor;
  readonly #mix = new Float64Array(QUANTUM * 2);
  readonly #arriving = new Float64Array(QUANTUM * 2);
  #sounding: Placed | undefined;
  #next: Placed | undefined;
  #isStopping = false;
  /** Frames of the fade that have passed; −1 while none goes on. */
  #faded = -1;
  #isStarved = false;
  /** The voice that sounds has nothing to be heard of: its sources are late. It stays silent in the fade that ends it. */
  #isMute = false;
  #restingAt = 0;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#shape = fadeShape(options.sampleRate, QUANTUM);
    this.#monitor = new Monitor(options.sampleRate);
  }

  /** The frame of the mix that is heard next: in a fade, of the voice that comes in; at a loop's end, its start. */
  get position(): number {
    const next = this.#next;
    if (next !== undefined && this.#faded >= 0) return next.voice.position;
    const position = this.#sounding?.voice.position ?? this.#restingAt;
    return next?.entry.kind === "enter" && next.entry.at === position ? next.entry.position : position;
  }

  /** Whether a voice sounds, or begins to. */
  get isSounding(): boolean {
    return this.#sounding !== undefined || this.#faded >= 0;
  }

  /** Which memory the voice that sounds is in; −1 in silence. */
  get slot(): number {
    return this.#sounding?.slot ?? -1;
  }

  /**
   * Writes how far each ring has been read, as its id and the chunks let go, −1 for none: where memory is not shared, whoever fills
   * them has to be told.
   */
  readRings(target: Float64Array): void {
    writeRingState(this.#sounding?.voice.ring, target, 0);
    writeRingState(this.#next?.voice.ring, target, 2);
  }

  receive(message: PlayerMessage): void {
    switch (message.kind) {
      case "handOver":
        return this.#accept(message.handOver);
      case "ramp":
        return this.#move(message.slot, message.ramps);
      case "drop":
        return this.#drop(message.slot);
      case "stop":
        this.#isStopping = true;
        return this.#drop(this.#next?.slot);
      case "monitor":
        return this.#monitor.set(message.settings);
      case "chunk":
        return this.#take(message.ring, message.samples);
    }
  }

  /** Writes the next quantum. */
  process(left: Float32Array, right: Float32Array): void {
    const mix = this.#mix;
    const from = this.#faded >= 0 ? 0 : this.#beginFade();
    if (!this.#hasSound()) mix.fill(0);
    else if (this.#faded < 0) this.#pull(mix);
    else this.#fade(mix, from);
    this.#options.tap?.(mix);
    this.#monitor.process(mix, left, right);
    this.#letGo();
  }

  #accept(handOver: HandOver): void {
    const { slot } = handOver;
    try {
      this.#next = this.#place(handOver);
      if (this.#next === undefined) this.#options.tell({ kind: "refused", slot });
    } catch (error) {
      this.#options.tell({ kind: "refused", slot, cause: String(error) });
    }
  }

  /** Undefined where it comes too late. */
  #place({ slot, image, content, ring, entry }: HandOver): Placed | undefined {
    const kernels = this.#options.slots[slot]!;
    const sounding = this.#sounding;
    const known = typeof ring === "number" ? this.#ringOf(ring) : "samples" in ring ? ring : createRing(ring, false);
    const isLate = this.#faded >= 0 || (entry.kind === "continue" && sounding?.slot !== entry.from);
    if (known === undefined || isLate) return undefined;
    ensureBytes(kernels.memory, image.bytes);
    if (content !== undefined) new Uint8Array(kernels.memory.buffer).set(new Uint8Array(content));
    if (entry.kind === "continue") this.#keep(kernels, sounding!, entry);
    const quantum = entry.quantum ?? sounding!.voice.quantum;
    if (entry.kind === "continue") this.#advance(kernels, entry, quantum);
    const voice = new Voice(image, kernels, known, quantum, this.#options.registry);
    if (entry.kind === "continue") this.#join(voice, kernels, image, entry);
    const settledAt = entry.kind === "continue" ? voice.position + entry.settleFrames : 0;
    return { slot, voice, entry, settledAt };
  }

  /** Forgets a voice that waits; one that is coming in already stays. */
  #drop(slot: number | undefined): void {
    if (slot === undefined || this.#next?.slot !== slot || this.#faded >= 0) return;
    this.#next = undefined;
    this.#options.tell({ kind: "refused", slot });
  }

  #keep({ memory }: Kernels, sounding: Placed, { kept }: Entry & { kind: "continue" }): void {
    const to = new Uint8Array(memory.buffer);
    const from = new Uint8Array(this.#options.slots[sounding.slot]!.memory.buffer);
    for (const { address, bytes } of kept) to.set(from.subarray(address, address + bytes), address);
  }

  /** Brings what moves by itself in newcomers to the quantum in which they begin. */
  #advance(kernels: Kernels, { newcomers }: Entry & { kind: "continue" }, quantum: number): void {
    const { sampleRate } = this.#options;
    for (const step of newcomers.steps) advanceStep(sampleRate, kernels, step, newcomers.quantum, quantum);
  }

  /** Has a voice go on from what the sounding one hears, and from where its numbers are. */
  #join(
    next: Voice,
    { memory }: Kernels,
    { latencySamples }: VoiceImage,
    { joins, goingOn }: Entry & { kind: "continue" },
  ): void {
    const { slot, voice } = this.#sounding!;
    const before = this.#options.slots[slot]!.memory;
    const behind = Math.max(0, Math.ceil((voice.latencySamples - latencySamples) / QUANTUM));
    if (joins.length > 0) next.joins = new Joins(joins, before, memory, next.quantum, behind);
    next.goOn(voice, goingOn);
  }

  #take(id: number, samples: Float64Array): void {
    const ring = this.#ringOf(id);
    if (ring === undefined) return;
    const chunk = samples.length / ring.sources;
    for (let source = 0; source < ring.sources; source++) {
      placeOfNext(ring, source).set(samples.subarray(source * chunk, (source + 1) * chunk));
    }
    publishChunk(ring);
  }

  #ringOf(id: number): Ring | undefined {
    return [this.#sounding, this.#next].find((placed) => placed?.voice.ring.id === id)?.voice.ring;
  }

  #move(slot: number, ramps: readonly Ramp[]): void {
    const isWaiting = this.#next?.slot === slot && this.#faded < 0;
    if (isWaiting) this.#next!.voice.jump(ramps);
    else if (this.#sounding?.slot === slot) this.#sounding.voice.ramp(ramps);
    else if (this.#next?.slot === slot) this.#next.voice.ramp(ramps);
  }

  /** Begins a fade where one is due in this quantum, and returns the frame at which. */
  #beginFade(): number {
    if (this.#isStopping && this.#sounding === undefined) {
      this.#isStopping = false;
      this.#options.tell({ kind: "stopped", position: this.#restingAt });
    }
    const at = this.#isStopping ? 0 : this.#dueAt();
    if (at < 0) return 0;
    this.#isMute = this.#isStarved || !(this.#sounding?.voice.hasSound(QUANTUM) ?? true);
    const { entry } = this.#next ?? {};
    // The song's own beginning is not faded in
    const isStart = this.#sounding === undefined && entry?.kind === "enter" && entry.position <= 0;
    this.#faded = isStart ? this.#shape.length : 0;
    return at;
  }

  /** Where in this quantum the next voice may come in; −1 if it may not. */
  #dueAt(): number {
    const next = this.#next;
    if (next === undefined) return -1;
    const { voice, entry } = next;
    const position = this.#sounding?.voice.position ?? 0;
    const goal = entry.kind === "continue" ? position : entry.position;
    const missing = Math.min(goal - voice.position, CATCH_UP_FRAMES, voice.freeFrames);
    if (missing > 0) {
      if (!voice.hasSound(missing)) return -1;
      voice.skip(missing);
    }
    if (voice.position !== goal || !voice.hasSound(QUANTUM)) return -1;
    if (entry.kind === "continue") return position >= next.settledAt ? 0 : -1;
    if (entry.at === undefined || this.#sounding === undefined) return 0;
    const wait = entry.at - position;
    return wait < QUANTUM ? Math.max(0, wait) : -1;
  }

  #pull(mix: Float64Array): void {
    if (this.#sounding === undefined || this.#isMute) mix.fill(0);
    else this.#sounding.voice.pull(mix, 0, QUANTUM);
    if (this.#sounding !== undefined) this.#next?.voice.joins?.listen(this.#sounding.voice.quantum);
  }

  #fade(mix: Float64Array, from: number): void {
    this.#pull(mix);
    const arriving = this.#arriving;
    if (this.#next === undefined) arriving.fill(0);
    else this.#next.voice.pull(arriving, from, QUANTUM - from);
    crossFade(mix, arriving, this.#shape, this.#faded, from);
    this.#faded += QUANTUM - from;
    if (this.#faded >= this.#shape.length) this.#endFade();
  }

  #endFade(): void {
    const before = this.#sounding;
    this.#restingAt = this.position;
    this.#faded = -1;
    this.#isMute = false;
    this.#sounding = this.#next;
    this.#next = undefined;
    if (this.#sounding === undefined) {
      this.#isStopping = false;
      this.#options.tell({ kind: "stopped", position: this.#restingAt, freed: before!.slot });
    } else {
      const freed = before === undefined ? {} : { freed: before.slot };
      this.#options.tell({ kind: "sounding", slot: this.#sounding.slot, ...freed });
    }
  }

  /** Whether there is sound for this quantum. Where sources are late the mix waits for them, at the same place. */
  #hasSound(): boolean {
    const frames = this.#isStarved ? RESUME_FRAMES : QUANTUM;
    const isThere =
      (this.#isMute || (this.#sounding?.voice.hasSound(frames) ?? true)) &&
      (this.#faded < 0 || (this.#next?.voice.hasSound(frames) ?? true));
    if (!isThere && !this.#isStarved) this.#options.tell({ kind: "starved", position: this.position });
    this.#isStarved = !isThere;
    return isThere;
  }

  /** Lets go of what no voice needs any more. */
  #letGo(): void {
    const sounding = this.#sounding?.voice;
    const next = this.#next?.voice;
    if (sounding !== undefined) {
      takeUpTo(
        sounding.ring,
        next?.ring === sounding.ring ? Math.min(sounding.quantum, next.quantum) : sounding.quantum,
      );
    }
    if (next !== undefined && next.ring !== sounding?.ring) takeUpTo(next.ring, next.quantum);
  }
}
