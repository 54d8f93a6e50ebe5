import { ResamplerKernels } from "@twobus/dsp";
import type { RenderPlan } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import type { Layout } from "../engine/layout.ts";
import type { CompiledModules } from "../engine/modules.ts";
import type { Entry, PlayerEvent, PlayerMessage } from "../player/messages.ts";
import { setTakenChunks, takenChunks } from "../player/ring.ts";
import { SLOTS } from "../player/slots.ts";
import { fault, TwobusError, type Problem } from "../problem.ts";
import type { UpdateReport } from "../renderer/contract.ts";
import type { OpenRecording } from "../renderer/open-sources.ts";
import { planMix } from "../renderer/plan-mix.ts";
import { createSourceFeedFrom } from "../renderer/source-feed.ts";
import { comparePlans } from "./compare-plans.ts";
import { createFeed, type Feed } from "./feed.ts";
import { lastFrame } from "./last-frame.ts";
import { openLiveSources } from "./live-sources.ts";
import { CHUNK_FRAMES, CHUNK_QUANTA, warmUp } from "./warm-up.ts";
import { rampsOf } from "./ramps-of.ts";
import { settleFrames } from "./settle-frames.ts";
import { survivors } from "./survivors.ts";
import { describeVoice } from "./voice-image.ts";
import { createWorkshop, type Workshop } from "./workshop.ts";

export interface DirectorHost {
  readonly registry: Registry;
  /** For shared memory where there is any. */
  readonly modules: CompiledModules;
  /** For memory that is not shared. */
  readonly plainModules: CompiledModules;
  readonly open: OpenRecording;
  /** To the player. */
  readonly send: (message: PlayerMessage, transfer: Transferable[]) => void;
  readonly rest: (milliseconds: number) => Promise<void>;
  /** Told what goes wrong while it plays: playback goes on with what is there. */
  readonly report: (problem: Problem) => void;
  /** Chunks of 1024 frames that are read ahead at most. */
  readonly aheadChunks?: number;
}

/** Frames of the mix. */
export interface LoopRange {
  readonly start: number;
  readonly end: number;
}

interface Running {
  readonly slot: number;
  readonly plan: RenderPlan;
  readonly layout: Layout;
  readonly feed: Feed;
}

/** 0.7 s at 48 kHz. */
const AHEAD_CHUNKS = 32;
/** So many chunks are there before a voice is handed over. */
const READY_CHUNKS = 4;
const REFUSED_REST_MS = 5;
const UNHEARD: PlayerEvent = { kind: "refused", slot: -1 };
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
  readonly #resampler: ResamplerKernels;
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  #document: MixDocument | undefined;
  #plan: RenderPlan | undefined;
  #wantsToPlay = false;
  /** Where to play from; undefined once it does. */
  #goal: number | undefined;
  #loop: LoopRange | undefined;
  #restingAt = 0;
  #running: Running | undefined;
  /** Waits for the loop's end. */
  #parked: Running | undefined;
  #parkedFor: { readonly loop: LoopRange; readonly plan: RenderPlan } | undefined;
  #work: Promise<void> | undefined;
  /** What has been handed over and does not sound yet. */
  #waiting: Running | undefined;
  /** Something has been asked for since the last look. */
  #isAsked = false;
  #events = new Map<number | "stopped", (event: PlayerEvent) => void>();
  #rings = 0;
  #isDisposed = false;

  static async create(host: DirectorHost): Promise<Director> {
    return new Director(host, await createWorkshop(host.modules, host.registry));
  }

  private constructor(host: DirectorHost, workshop: Workshop) {
    this.#host = host;
    this.#workshop = workshop;
    this.#resampler = new ResamplerKernels(host.plainModules.dsp, false);
  }

  /** What the player's slots lie in, where memory is shared. */
  get memories(): readonly WebAssembly.Memory[] {
    return this.#workshop.memories;
  }

  /** What sounds: where its meters and levels are. */
  get running(): Pick<Running, "slot" | "plan" | "layout"> | undefined {
    return this.#running;
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
    this.#goal = undefined;
    this.#wake();
  }

  /** Goes to a frame of the mix, playing or not. */
  seek(frame: number): void {
    if (this.#running === undefined && this.#work === undefined) this.#restingAt = frame;
    else this.#goal = frame;
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
    const key = event.kind === "stopped" ? "stopped" : event.slot;
    this.#events.get(key)?.(event);
    this.#events.delete(key);
  }

  /** How far a ring has been read, where memory is not shared. */
  taken(ring: number, chunks: number): void {
    for (const running of [this.#running, this.#parked]) {
      if (running?.feed.ring.id === ring) setTakenChunks(running.feed.ring, chunks);
    }
  }

  /** Resolves when the player has been given what is wanted, and sources have been read as far ahead as they are read at most. */
  async ready(): Promise<void> {
    while (!this.isSettled && this.#waiting === undefined) await this.#host.rest(READY_REST_MS);
    await (this.#waiting ?? this.#running)?.feed.filled(Infinity);
  }

  /** Whether all is as it is wanted. */
  get isSettled(): boolean {
    return this.#work === undefined;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    // A player that no longer runs says nothing more
    for (const resolve of this.#events.values()) resolve(UNHEARD);
    await this.#work;
    await this.#running?.feed.close();
    await this.#parked?.feed.close();
  }

  #wake(): void {
    this.#isAsked = true;
    if (!this.#isDisposed) this.#work ??= this.#reconcile();
  }

  #report(error: unknown): void {
    if (error instanceof TwobusError) for (const problem of error.problems) this.#host.report(problem);
    else this.#host.report({ code: "playback-failed", at: "mix", message: String(error) });
  }

  async #reconcile(): Promise<void> {
    try {
      while (!this.#isDisposed) {
        this.#isAsked = false;
        if (!(await this.#step()) && !this.#isAsked) break;
      }
    } catch (error) {
      this.#report(error);
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
      await this.#enter(plan, this.#takeGoal() ?? this.#restingAt);
      return true;
    }
    if (!this.#wantsToPlay) {
      await this.#halt();
      return true;
    }
    if (this.#goal !== undefined) {
      await this.#unpark();
      await this.#enter(plan, this.#takeGoal()!);
      return true;
    }
    if (plan !== running.plan) {
      await this.#follow(running, plan);
      return true;
    }
    return this.#tendLoop(plan);
  }

  #takeGoal(): number | undefined {
    const goal = this.#goal;
    this.#goal = undefined;
    return goal;
  }

  /** A voice somewhere else in the song. With `at` it waits for that frame of what sounds now. */
  async #enter(plan: RenderPlan, position: number, at?: number): Promise<Running | undefined> {
    const slot = this.#free.pop()!;
    const { layout, engine } = await this.#workshop.build(plan, slot);
    const recordings = await openLiveSources(this.#document!, plan.sources, this.#host.open, this.#resampler);
    recordings.problems.forEach(this.#host.report);
    const warm = await warmUp(plan, engine, recordings.fed, position);
    const feed = this.#createFeed(plan.sources, warm.firstChunk, warm.sources, recordings.close);
    const next: Running = { slot, plan, layout, feed };
    const entry: Entry = { kind: "enter", quantum: warm.quantum, position, ...(at !== undefined && { at }) };
    await this.#handOver(next, entry, warm.chunk);
    if (at !== undefined) return next;
    await this.#awaitTakeOver(next);
    return undefined;
  }

  /** What sounds becomes another plan, at the same place. */
  async #follow(running: Running, plan: RenderPlan): Promise<void> {
    const change = comparePlans(running.plan, plan, this.#host.registry);
    await this.#unpark();
    if (change.kind !== "structure") {
      if (change.kind === "values") {
        this.#host.send({ kind: "ramp", slot: running.slot, ramps: rampsOf(change.values, running.layout) }, []);
      }
      this.#running = { ...running, plan };
      return;
    }
    const slot = this.#free.pop()!;
    const kept = survivors(running.plan, running.layout, plan, this.#host.registry);
    const { layout } = await this.#workshop.build(plan, slot, kept);
    const isFed = plan.sources.every((id) => running.feed.ids.includes(id));
    const feed = isFed ? running.feed : await this.#feedFrom(plan, running.feed);
    const next: Running = { slot, plan, layout, feed };
    const stretches = [...kept].flatMap(([step, { state, stateBytes, dryState }]) => [
      { address: state, bytes: stateBytes },
      ...(step.kind === "process" && dryState !== 0
        ? [{ address: dryState, bytes: 16 + step.latencySamples * 16 }]
        : []),
    ]);
    const entry: Entry = {
      kind: "continue",
      from: running.slot,
      kept: stretches,
      settleFrames: settleFrames(plan),
    };
    await this.#handOver(next, entry);
    await this.#awaitTakeOver(next);
  }

  /** A feed for more sources, from where the one that there is stands. */
  async #feedFrom(plan: RenderPlan, { ring }: Feed): Promise<Feed> {
    const recordings = await openLiveSources(this.#document!, plan.sources, this.#host.open, this.#resampler);
    recordings.problems.forEach(this.#host.report);
    const firstChunk = ring.firstChunk + takenChunks(ring);
    const sources = await createSourceFeedFrom(recordings.fed, CHUNK_FRAMES, firstChunk);
    return this.#createFeed(plan.sources, firstChunk, sources, recordings.close);
  }

  #createFeed(
    ids: readonly string[],
    firstChunk: number,
    sources: Parameters<typeof createFeed>[0]["sources"],
    release: () => Promise<void>,
  ): Feed {
    const { send, rest, modules, aheadChunks = AHEAD_CHUNKS } = this.#host;
    const shape = {
      id: this.#rings++,
      sources: ids.length,
      chunkQuanta: CHUNK_QUANTA,
      slots: aheadChunks,
      firstChunk,
    };
    const failed = (error: unknown): void => this.#report(error);
    return createFeed({ shape, ids, sources, isShared: modules.shared, send, rest, release, failed });
  }

  async #handOver({ slot, plan, layout, feed }: Running, entry: Entry, chunk?: Float64Array): Promise<void> {
    const isKnown = feed === this.#running?.feed;
    const { shared } = this.#host.modules;
    const fill = (): void => {
      if (isKnown) return;
      if (chunk !== undefined) feed.put(chunk);
      feed.start();
    };
    if (shared) {
      fill();
      if (!isKnown) await feed.filled(READY_CHUNKS);
    }
    const content = shared ? undefined : this.#workshop.content(slot, layout.bytes);
    const image = describeVoice(plan, layout, feed.ids);
    const ring = isKnown ? feed.ring.id : feed.handedOver;
    this.#host.send(
      { kind: "handOver", handOver: { slot, image, ring, entry, ...(content !== undefined && { content }) } },
      content === undefined ? [] : [content],
    );
    if (!shared) fill();
  }

  async #awaitTakeOver(next: Running): Promise<void> {
    this.#waiting = next;
    const event = await this.#event(next.slot);
    this.#waiting = undefined;
    if (event.kind === "sounding") {
      await this.#becomes(next, event.freed);
      return;
    }
    // It came too late: what it was made to follow has changed meanwhile
    this.#free.push(next.slot);
    if (next.feed !== this.#running?.feed) await next.feed.close();
    await this.#host.rest(REFUSED_REST_MS);
  }

  async #becomes(next: Running, freed: number | undefined): Promise<void> {
    const before = this.#running;
    this.#running = next;
    if (this.#parked === next) this.#parked = this.#parkedFor = undefined;
    if (freed !== undefined) this.#free.push(freed);
    if (before !== undefined && before.feed !== next.feed) await before.feed.close();
  }

  async #halt(): Promise<void> {
    await this.#unpark();
    const stopped = this.#event("stopped");
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
    this.#parked = await this.#enter(plan, loop.start, loop.end);
    return true;
  }

  async #unpark(): Promise<void> {
    const parked = this.#parked;
    if (parked === undefined) return;
    const event = this.#event(parked.slot);
    this.#parked = this.#parkedFor = undefined;
    this.#host.send({ kind: "drop", slot: parked.slot }, []);
    if ((await event).kind === "sounding") {
      await this.#becomes(parked, undefined);
      return;
    }
    this.#free.push(parked.slot);
    await parked.feed.close();
  }

  async #event(key: number | "stopped"): Promise<PlayerEvent> {
    if (this.#isDisposed) return UNHEARD;
    return new Promise((resolve) => this.#events.set(key, resolve));
  }
}
