import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";
import type { PlayerEvent } from "../player/messages.ts";
import { setTakenChunks } from "../player/ring.ts";
import { SLOTS } from "../player/slots.ts";
import { fault, problemsOf, type Problem } from "../problem.ts";
import type { UpdateReport } from "../renderer/contract.ts";
import { planMix } from "../renderer/plan-mix.ts";
import { Answers, CLOSED } from "./answers.ts";
import { comparePlans, type PlanChange } from "./compare-plans.ts";
import type { DirectorHost } from "./host.ts";
import { handOver } from "./hand-over.ts";
import { lastFrame } from "./last-frame.ts";
import { shortMemoryFrames, wholeMemoryFrames } from "./memory-frames.ts";
import { rampsOf } from "./ramps-of.ts";
import { VoiceMaker, type Beginning, type LiveVoice, type ReadyVoice } from "./voice-maker.ts";
import { CHUNK_FRAMES } from "./warm-up.ts";
import { createWorkshop, type Workshop } from "./workshop.ts";

/** Frames of the mix. */
export interface LoopRange {
  readonly start: number;
  readonly end: number;
}

const REST_MS = 5;
/** Someone who seeks or edits soon does it again: so many rests without that. */
const QUIET_RESTS = 30;
/** How often it is seen whether all is ready. */
const READY_REST_MS = 1;

/**
 * Brings a player to what is wanted of it: a document, playing or not, from where, round which loop. It works on a thread on which
 * things may take time; the player is only ever handed what stands ready. Whatever is asked while it works is done next, and
 * of several documents only the last.
 */
export class Director {
  readonly #host: DirectorHost;
  readonly #workshop: Workshop;
  readonly #maker: VoiceMaker;
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  #document: MixDocument | undefined;
  #plan: RenderPlan | undefined;
  #wantsToPlay = false;
  /** Where to play from; undefined once it does. */
  #goal: number | undefined;
  #loop: LoopRange | undefined;
  #restingAt = 0;
  #running: LiveVoice | undefined;
  /** Waits for the loop's end. */
  #parked: LiveVoice | undefined;
  #parkedFor: { readonly loop: LoopRange; readonly plan: RenderPlan } | undefined;
  /** A voice that has been handed over, to sound as soon as it can. */
  #awaited: LiveVoice | undefined;
  #work: Promise<void> | undefined;
  /** Something has been asked for since the last look. */
  #isAsked = false;
  readonly #answers = new Answers();
  #isDisposed = false;

  static async create(host: DirectorHost): Promise<Director> {
    return new Director(host, await createWorkshop(host.modules, host.registry));
  }

  private constructor(host: DirectorHost, workshop: Workshop) {
    this.#host = host;
    this.#workshop = workshop;
    this.#maker = new VoiceMaker(host, workshop, (error) => this.#report(error));
  }

  /** What the player's slots lie in, where memory is shared. */
  get memories(): readonly WebAssembly.Memory[] {
    return this.#workshop.memories;
  }

  /** What sounds: where its meters and levels are. */
  get running(): Pick<LiveVoice, "slot" | "plan" | "layout"> | undefined {
    return this.#running;
  }

  /** Where it plays from when it is next told to. */
  get restingFrame(): number {
    return this.#goal ?? this.#restingAt;
  }

  /** Where the mix ends, with all that rings on. */
  get endFrame(): number {
    return this.#document === undefined || this.#plan === undefined ? 0 : lastFrame(this.#document, this.#plan);
  }

  /** Takes a new state of the mix, and which of its strips alone are listened to. Throws a `TwobusError` for one that no plan can be made of; the old one plays on. */
  update(document: MixDocument, solo: readonly string[] = []): UpdateReport {
    const { plan, warnings } = planMix(document, this.#host.registry, { solo });
    this.#document = document;
    this.#plan = plan;
    this.#wake();
    return { latencySamples: plan.latencySamples, warnings };
  }

  play(): void {
    this.#wantsToPlay = true;
    this.#wake();
  }

  stop(): void {
    this.#wantsToPlay = false;
    this.#callBack();
    this.#wake();
  }

  /** Goes to a frame of the mix, playing or not. */
  seek(frame: number): void {
    if (this.#running === undefined && this.#work === undefined) this.#restingAt = frame;
    else this.#goal = frame;
    this.#callBack();
    this.#wake();
  }

  loop(range: LoopRange | undefined): void {
    if (range !== undefined && !(range.start >= 0 && range.end - range.start >= CHUNK_FRAMES)) {
      throw fault("bad-loop", "loop", `a loop ends at least ${CHUNK_FRAMES} frames after it starts`);
    }
    this.#loop = range;
    this.#wake();
  }

  /** What the player says. */
  told(event: PlayerEvent): void {
    if (event.kind === "starved") {
      const message =
        "recordings could not be read in time, and the mix waited; close other programs or use a faster disk";
      this.#host.report({ code: "sources-late", at: "mix", message });
      return;
    }
    if (event.kind === "sounding" && event.slot === this.#parked?.slot) {
      void this.#becomes(this.#parked, event.freed);
      this.#wake();
      return;
    }
    if (event.kind === "refused" && event.slot === this.#parked?.slot) {
      void this.#loseParked(event.cause);
      return;
    }
    this.#answers.take(event);
  }

  /** How far a ring has been read, where memory is not shared. */
  taken(ring: number, chunks: number): void {
    for (const voice of [this.#running, this.#parked, this.#awaited]) {
      if (voice?.feed.ring.id === ring) setTakenChunks(voice.feed.ring, chunks);
    }
  }

  /** Resolves when the player has been given what is wanted, and sources have been read as far ahead as they are read at most. */
  async ready(): Promise<void> {
    while (!this.isSettled && this.#awaited === undefined) await this.#host.rest(READY_REST_MS);
    await (this.#awaited ?? this.#running)?.feed.filled(Infinity);
  }

  /** Whether all is as it is wanted. */
  get isSettled(): boolean {
    return this.#work === undefined;
  }

  /** Resolves when all is as it is wanted, or cannot be. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Waits for no answer of the player: it may be gone. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#answers.close();
    await this.#work;
    await this.#running?.feed.close();
    await this.#parked?.feed.close();
  }

  /** A voice that still waits for its turn has become useless. */
  #callBack(): void {
    if (this.#awaited !== undefined) this.#host.send({ kind: "drop", slot: this.#awaited.slot }, []);
  }

  #wake(): void {
    this.#isAsked = true;
    if (!this.#isDisposed) this.#work ??= this.#reconcile();
  }

  #report(error: unknown): void {
    problemsOf(error, playbackFailed).forEach(this.#host.report);
  }

  async #reconcile(): Promise<void> {
    try {
      while (!this.#isDisposed) {
        this.#isAsked = false;
        if (!(await this.#step()) && !this.#isAsked) break;
      }
    } catch (error) {
      if (error !== CLOSED) this.#report(error);
    } finally {
      this.#work = undefined;
    }
  }

  /** Does the most urgent thing that is not as it should be; false when all is. */
  async #step(): Promise<boolean> {
    const plan = this.#plan;
    const running = this.#running;
    if (plan === undefined) return false;
    if (running === undefined) {
      if (!this.#wantsToPlay) return false;
      await this.#enter(plan, { position: this.#takeGoal() });
      return true;
    }
    if (!this.#wantsToPlay) {
      await this.#halt();
      return true;
    }
    if (this.#goal !== undefined) {
      await this.#unpark();
      await this.#enter(plan, { position: this.#takeGoal() });
      return true;
    }
    if (plan !== running.plan) {
      await this.#follow(running, plan);
      return true;
    }
    if (running.isHasty && this.#loop === undefined) {
      await this.#remember(running);
      return true;
    }
    return this.#tendLoop(plan);
  }

  #takeGoal(): number {
    this.#restingAt = this.restingFrame;
    this.#goal = undefined;
    return this.#restingAt;
  }

  /** A voice somewhere else in the song. */
  async #enter(plan: RenderPlan, place: Beginning): Promise<LiveVoice> {
    const ready = await this.#inFreeSlot((slot) => this.#maker.beginning(this.#document!, plan, slot, place));
    await this.#handOver(ready);
    if (place.at === undefined) await this.#awaitTakeOver(ready.voice);
    return ready.voice;
  }

  /** What began in haste is replaced by what it would be, had it heard the mix for as long as it remembers. */
  async #remember(hasty: LiveVoice): Promise<void> {
    const isOver = (): boolean => this.#isAsked || this.#isDisposed;
    for (let rested = 0; rested < QUIET_RESTS; rested++) {
      await this.#host.rest(REST_MS);
      if (isOver()) return;
    }
    const ready = await this.#inFreeSlot((slot) => this.#maker.remembering(this.#document!, hasty, slot, isOver));
    if (ready === undefined) {
      if (!isOver()) this.#running = { ...hasty, isHasty: false };
      return;
    }
    await this.#handOver(ready);
    await this.#awaitTakeOver(ready.voice);
  }

  /** What sounds becomes another plan, at the same place. */
  async #follow(running: LiveVoice, plan: RenderPlan): Promise<void> {
    const change = comparePlans(running.plan, plan, this.#host.registry);
    if (change.kind !== "structure") {
      this.#running = this.#moveTo(plan, running, change);
      if (this.#parked !== undefined) {
        this.#parked = this.#moveTo(plan, this.#parked, change);
        this.#parkedFor = { ...this.#parkedFor!, plan };
      }
      return;
    }
    await this.#unpark();
    if (this.#running !== running) return; // the loop has jumped meanwhile
    const ready = await this.#inFreeSlot((slot) => this.#maker.following(this.#document!, running, plan, slot));
    await this.#handOver(ready);
    await this.#awaitTakeOver(ready.voice);
  }

  /** The same voice, with values that move to those of a plan. */
  #moveTo(plan: RenderPlan, voice: LiveVoice, change: PlanChange): LiveVoice {
    if (change.kind === "values") {
      this.#host.send({ kind: "ramp", slot: voice.slot, ramps: rampsOf(change.values, voice.layout) }, []);
    }
    return { ...voice, plan };
  }

  /** The slot is free again where nothing is made in it. */
  async #inFreeSlot<T extends ReadyVoice | undefined>(make: (slot: number) => Promise<T>): Promise<T> {
    const slot = this.#free.pop()!;
    let made: T | undefined;
    try {
      made = await make(slot);
      return made;
    } finally {
      if (made === undefined) this.#free.push(slot);
    }
  }

  #handOver(ready: ReadyVoice): Promise<void> {
    return handOver(this.#host, this.#workshop, ready, this.#running?.feed);
  }

  async #awaitTakeOver(next: LiveVoice): Promise<void> {
    this.#awaited = next;
    const event = await this.#answers.about(next.slot);
    this.#awaited = undefined;
    if (event.kind === "sounding") {
      await this.#becomes(next, event.freed);
      return;
    }
    // It came too late: what it was made to follow has changed meanwhile
    this.#free.push(next.slot);
    if (next.feed !== this.#running?.feed) await next.feed.close();
    if (event.kind === "refused" && event.cause !== undefined)
      throw fault("playback-failed", "mix", failure(event.cause));
    await this.#host.rest(REST_MS);
  }

  async #becomes(next: LiveVoice, freed: number | undefined): Promise<void> {
    const before = this.#running;
    this.#running = next;
    if (this.#parked === next) this.#parked = this.#parkedFor = undefined;
    if (freed !== undefined) this.#free.push(freed);
    if (before !== undefined && before.feed !== next.feed) await before.feed.close();
  }

  async #halt(): Promise<void> {
    await this.#unpark();
    const stopped = this.#answers.about("stopped");
    this.#host.send({ kind: "stop" }, []);
    const event = await stopped;
    if (event.kind !== "stopped") return;
    this.#restingAt = Math.max(0, event.position);
    const before = this.#running;
    this.#running = undefined;
    if (event.freed !== undefined) this.#free.push(event.freed);
    await before?.feed.close();
  }

  /** Has the loop's start ready for its end. */
  async #tendLoop(plan: RenderPlan): Promise<boolean> {
    const loop = this.#loop;
    const isParked = this.#parkedFor?.loop === loop && this.#parkedFor?.plan === plan;
    if (isParked || (loop === undefined && this.#parked === undefined)) return false;
    await this.#unpark();
    if (loop === undefined) return true;
    this.#parkedFor = { loop, plan };
    // The same for every pass, and made in less time than a pass takes
    const memoryFrames = Math.max(shortMemoryFrames(plan), Math.min(wholeMemoryFrames(plan), loop.end - loop.start));
    this.#parked = await this.#enter(plan, { position: loop.start, at: loop.end, memoryFrames });
    return true;
  }

  async #loseParked(cause: string | undefined): Promise<void> {
    const { slot, feed } = this.#parked!;
    this.#parked = undefined;
    this.#free.push(slot);
    if (cause !== undefined) this.#report(fault("playback-failed", "mix", failure(cause)));
    else {
      this.#parkedFor = undefined; // it came too late, and is made again
      this.#wake();
    }
    await feed.close();
  }

  async #unpark(): Promise<void> {
    const parked = this.#parked;
    if (parked === undefined) return;
    const event = this.#answers.about(parked.slot);
    this.#parked = this.#parkedFor = undefined;
    this.#host.send({ kind: "drop", slot: parked.slot }, []);
    const answer = await event;
    if (answer.kind === "sounding") {
      await this.#becomes(parked, answer.freed);
      return;
    }
    this.#free.push(parked.slot);
    await parked.feed.close();
  }
}

const failure = (cause: string): string => `playback could not go on: ${cause}; change the mix, or play again`;

const playbackFailed = (cause: string): Problem => ({ code: "playback-failed", at: "mix", message: failure(cause) });
