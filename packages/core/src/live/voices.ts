import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";
import type { PlayerEvent } from "../player/messages.ts";
import { setTakenChunks } from "../player/ring.ts";
import { SLOTS } from "../player/slots.ts";
import { fault, problemsOf, type Problem } from "../problem.ts";
import { Answers } from "./answers.ts";
import { comparePlans, type PlanChange } from "./compare-plans.ts";
import { isFedWith } from "./feed.ts";
import type { DirectorHost } from "./host.ts";
import { handOver } from "./hand-over.ts";
import { passMemoryFrames, shortMemoryFrames } from "./memory-frames.ts";
import { rampsOf } from "./ramps-of.ts";
import { VoiceMaker, type LiveVoice, type ReadyVoice } from "./voice-maker.ts";
import type { Workshop } from "./workshop.ts";

/** Frames of the mix. */
export interface LoopRange {
  readonly start: number;
  readonly end: number;
}

/** After a refusal the player is not asked again at once. */
const REFUSED_REST_MS = 5;

/**
 * The voices that a player has: one sounds, one may wait for its turn, one for the loop's end. They are made and handed over here,
 * and what the player says of them is kept account of. One thing is done at a time.
 */
export class Voices {
  readonly #host: DirectorHost;
  readonly #workshop: Workshop;
  readonly #maker: VoiceMaker;
  readonly #changed: () => void;
  readonly #answers = new Answers();
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  #running: LiveVoice | undefined;
  /** Waits for the loop's end. */
  #parked: LiveVoice | undefined;
  #parkedFor: { readonly loop: LoopRange; readonly plan: RenderPlan } | undefined;
  /** Made while nothing sounds, for an `enter` of its plan at this frame. */
  #standby: { readonly ready: ReadyVoice; readonly position: number } | undefined;
  /** Has been handed over, to sound as soon as it can. */
  #awaited: LiveVoice | undefined;

  /** `changed` is called when the player has gone on by itself. */
  constructor(host: DirectorHost, workshop: Workshop, changed: () => void) {
    this.#host = host;
    this.#workshop = workshop;
    this.#changed = changed;
    this.#maker = new VoiceMaker(host, workshop, (error) => this.failed(error));
  }

  get running(): LiveVoice | undefined {
    return this.#running;
  }

  /** Whether the loop's start stands ready. */
  get isParked(): boolean {
    return this.#parked !== undefined;
  }

  get awaited(): LiveVoice | undefined {
    return this.#awaited;
  }

  /** What the player says of a voice, or of having stopped. */
  told(event: Exclude<PlayerEvent, { kind: "starved" }>): void {
    if (event.kind === "sounding" && event.slot === this.#parked?.slot) {
      void this.#becomes(this.#parked, event.freed);
      this.#changed();
      return;
    }
    if (event.kind === "refused" && event.slot === this.#parked?.slot) {
      void this.#loseParked(event.cause);
      return;
    }
    this.#answers.take(event);
  }

  taken(ring: number, chunks: number): void {
    for (const voice of [this.#running, this.#parked, this.#awaited]) {
      if (voice?.feed.ring.id === ring) setTakenChunks(voice.feed.ring, chunks);
    }
  }

  /** Problems of playback, from what was thrown. */
  failed(error: unknown): void {
    problemsOf(error, playbackFailed).forEach(this.#host.report);
  }

  /** The player may be gone: what waits for it ends with `CLOSED`. */
  hearNoMore(): void {
    this.#answers.close();
  }

  async close(): Promise<void> {
    const voices = [this.#standby?.ready.voice, this.#running, this.#parked, this.#awaited];
    for (const feed of new Set(voices.map((voice) => voice?.feed))) await feed?.close();
  }

  /** A voice that still waits for its turn has become useless. */
  callBack(): void {
    if (this.#awaited !== undefined) this.#host.send({ kind: "drop", slot: this.#awaited.slot }, []);
  }

  /** A voice somewhere else in the song. False where it does not come to sound: nobody wants it any more, or it has to be tried again. */
  async enter(document: MixDocument, plan: RenderPlan, position: number, isWanted: () => boolean): Promise<boolean> {
    const ready =
      (await this.#takeStandby(plan, position)) ??
      (await this.#inFreeSlot((slot) => this.#maker.beginning(document, plan, slot, { position })));
    return ready !== undefined && this.#takeOver(ready, isWanted);
  }

  /** Whether `enter` there would find its voice made. */
  standsBy(plan: RenderPlan, position: number): boolean {
    return this.#standby?.ready.voice.plan === plan && this.#standby.position === position;
  }

  /** While nothing sounds: makes the voice that `enter` there will need, as long as that is wanted. */
  async standBy(document: MixDocument, plan: RenderPlan, position: number, isWanted: () => boolean): Promise<void> {
    await this.#takeStandby(plan, position);
    const ready = await this.#inFreeSlot((slot) => this.#maker.beginning(document, plan, slot, { position, isWanted }));
    if (ready === undefined) return;
    this.#standby = { ready, position };
    if (this.#host.modules.shared) ready.voice.feed.start(); // else chunks are messages, and need their ring there
  }

  /** Nothing stands by any more. Recordings that could not be read may be there by now, and are opened again. */
  async #takeStandby(plan: RenderPlan, position: number): Promise<ReadyVoice | undefined> {
    const isRight = this.standsBy(plan, position);
    const ready = this.#standby?.ready;
    this.#standby = undefined;
    if (ready === undefined || (isRight && ready.voice.feed.isWhole())) return ready;
    await this.#letGo(ready.voice);
    return undefined;
  }

  /** What began in haste is replaced by what it would be, had it heard the mix for as long as it remembers, as long as that is wanted. */
  async remember(document: MixDocument, hasty: LiveVoice, isWanted: () => boolean): Promise<void> {
    const ready = await this.#inFreeSlot((slot) => this.#maker.remembering(document, hasty, slot, isWanted));
    if (ready !== undefined) await this.#takeOver(ready, isWanted);
    else if (isWanted()) this.#running = { ...hasty, isHasty: false };
  }

  /** What sounds becomes another plan, at the same place: another voice, where it takes more than to `move`. */
  async follow(document: MixDocument, running: LiveVoice, plan: RenderPlan, isWanted: () => boolean): Promise<void> {
    await this.unpark();
    if (this.#running !== running) return; // the loop has jumped meanwhile
    const ready = await this.#inFreeSlot((slot) => this.#maker.following(document, running, plan, slot));
    await this.#takeOver(ready, isWanted);
  }

  /** Moves the numbers of what sounds to those of another plan; false where that takes another voice. */
  move(document: MixDocument, running: LiveVoice, plan: RenderPlan): boolean {
    const change = comparePlans(running.plan, plan, this.#host.registry);
    if (change.kind === "structure" || !isFedWith(running.feed, document, plan.sources)) return false;
    this.#running = this.#moveTo(plan, running, change);
    if (this.#parked !== undefined) this.#park(this.#parked, this.#parkedFor!.loop);
    return true;
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

  /** False where it is not wanted any more by then. */
  async #handOver(ready: ReadyVoice, isWanted: () => boolean): Promise<boolean> {
    const isDone = await handOver(this.#host, this.#workshop, ready, this.#running?.feed, isWanted);
    if (!isDone) await this.#letGo(ready.voice);
    return isDone;
  }

  /** A voice that nothing has come of. */
  async #letGo({ slot, feed }: LiveVoice): Promise<void> {
    this.#free.push(slot);
    if (feed !== this.#running?.feed) await feed.close();
  }

  /** False where it does not come to sound. */
  async #takeOver(ready: ReadyVoice, isWanted: () => boolean): Promise<boolean> {
    if (!(await this.#handOver(ready, isWanted))) return false;
    const next = ready.voice;
    this.#awaited = next;
    const event = await this.#answers.about(next.slot);
    this.#awaited = undefined;
    if (event.kind === "sounding") {
      await this.#becomes(next, event.freed);
      return true;
    }
    // It came too late: what it was made to follow has changed meanwhile
    await this.#letGo(next);
    if (event.kind === "refused" && event.cause !== undefined)
      throw fault("playback-failed", "mix", failure(event.cause));
    await this.#host.rest(REFUSED_REST_MS);
    return false;
  }

  async #becomes(next: LiveVoice, freed: number | undefined): Promise<void> {
    const before = this.#running;
    this.#running = next;
    if (this.#parked === next) this.#parked = this.#parkedFor = undefined;
    if (freed !== undefined) this.#free.push(freed);
    if (before !== undefined && before.feed !== next.feed) await before.feed.close();
  }

  /** `stoppedAt` is told the frame as soon as the player has stopped. */
  async halt(stoppedAt: (frame: number) => void): Promise<void> {
    await this.unpark();
    const stopped = this.#answers.about("stopped");
    this.#host.send({ kind: "stop" }, []);
    const event = await stopped;
    if (event.kind !== "stopped") return;
    stoppedAt(Math.max(0, event.position));
    const before = this.#running;
    this.#running = undefined;
    if (event.freed !== undefined) this.#free.push(event.freed);
    await before?.feed.close();
  }

  /**
   * Has the loop's start ready for its end, as long as that is wanted; false when it is already. In haste it has heard no more of what
   * comes before it than is played before a seek.
   */
  async tendLoop(
    document: MixDocument,
    plan: RenderPlan,
    loop: LoopRange | undefined,
    { isHasty, isWanted }: { readonly isHasty: boolean; readonly isWanted: () => boolean },
  ): Promise<boolean> {
    const isParked = this.#parkedFor?.loop === loop && this.#parkedFor?.plan === plan;
    if (isParked || (loop === undefined && this.#parked === undefined)) return false;
    await this.unpark();
    if (loop === undefined) return true;
    this.#parkedFor = { loop, plan };
    const memoryFrames = isHasty ? shortMemoryFrames(plan) : passMemoryFrames(plan, loop.end - loop.start);
    const place = { position: loop.start, at: loop.end, memoryFrames, isWanted };
    const ready = await this.#inFreeSlot((slot) => this.#maker.beginning(document, plan, slot, place));
    if (ready === undefined || !(await this.#handOver(ready, isWanted))) this.#parkedFor = undefined;
    else this.#park(ready.voice, loop);
    return true;
  }

  /** It begins where numbers are by now; what is another mix than the one that sounds stays that. */
  #park(voice: LiveVoice, loop: LoopRange): void {
    const { plan } = this.#running!;
    const change = comparePlans(voice.plan, plan, this.#host.registry);
    this.#parked = change.kind === "structure" ? voice : this.#moveTo(plan, voice, change);
    this.#parkedFor = { loop, plan: this.#parked.plan };
  }

  async #loseParked(cause: string | undefined): Promise<void> {
    const { slot, feed } = this.#parked!;
    this.#parked = undefined;
    this.#free.push(slot);
    if (cause !== undefined) this.failed(fault("playback-failed", "mix", failure(cause)));
    else {
      this.#parkedFor = undefined; // it came too late, and is made again
      this.#changed();
    }
    await feed.close();
  }

  /** What waits for the loop's end is taken back. */
  async unpark(): Promise<void> {
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
