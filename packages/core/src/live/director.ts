import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";
import type { PlayerEvent } from "../player/messages.ts";
import { fault } from "../problem.ts";
import type { UpdateReport } from "../renderer/contract.ts";
import { planMix } from "../renderer/plan-mix.ts";
import { CLOSED } from "./answers.ts";
import type { DirectorHost } from "./host.ts";
import { lastFrame } from "./last-frame.ts";
import { placePassed, type LiveVoice } from "./voice-maker.ts";
import { Voices, type LoopRange } from "./voices.ts";
import { CHUNK_FRAMES } from "./warm-up.ts";
import { createWorkshop, type Workshop } from "./workshop.ts";

const REST_MS = 5;
/** Someone who seeks or edits soon does it again: so many rests without that. */
const QUIET_RESTS = 30;
/** How often it is seen whether all is ready. */
const READY_REST_MS = 1;

/** So near to a loop's end its start goes before edits; of a short loop a part. */
const LOOP_DUE_SECONDS = 1;
const LOOP_DUE_SHARE = 0.25;

/** Two seeks to the same frame are two. */
interface Goal {
  readonly frame: number;
}

/**
 * Brings a player to what is wanted of it: a document, playing or not, from where, round which loop. It works on a thread on which
 * things may take time; the player is only ever handed what stands ready. Whatever is asked while it works is done next, and
 * of several documents only the last.
 */
export class Director {
  readonly #host: DirectorHost;
  readonly #workshop: Workshop;
  readonly #voices: Voices;
  #document: MixDocument | undefined;
  #plan: RenderPlan | undefined;
  #wantsToPlay = false;
  /** Where to play from; undefined once it does. */
  #goal: Goal | undefined;
  #loop: LoopRange | undefined;
  /** An edit has come before its start was ready, or has made it useless. */
  #isLoopLate = false;
  #restingAt = 0;
  #work: Promise<void> | undefined;
  /** Something has been asked for since the last look. */
  #isAsked = false;
  #isDisposed = false;

  static async create(host: DirectorHost): Promise<Director> {
    return new Director(host, await createWorkshop(host.modules, host.registry));
  }

  private constructor(host: DirectorHost, workshop: Workshop) {
    this.#host = host;
    this.#workshop = workshop;
    this.#voices = new Voices(host, workshop, () => this.#wake());
  }

  /** What the player's slots lie in, where memory is shared. */
  get memories(): readonly WebAssembly.Memory[] {
    return this.#workshop.memories;
  }

  /** What sounds: where its meters and levels are. */
  get running(): Pick<LiveVoice, "slot" | "plan" | "layout"> | undefined {
    return this.#voices.running;
  }

  /** Where it plays from when it is next told to. */
  get restingFrame(): number {
    return this.#goal?.frame ?? this.#restingAt;
  }

  /** Where the mix ends, with all that rings on. */
  get endFrame(): number {
    return this.#document === undefined || this.#plan === undefined ? 0 : lastFrame(this.#document, this.#plan);
  }

  /** Takes a new state of the mix, which of its strips alone are listened to, and of which node the difference it makes. Throws a `TwobusError` for one that no plan can be made of; the old one plays on. */
  update(document: MixDocument, solo: readonly string[] = [], difference?: string): UpdateReport {
    const { plan, warnings } = planMix(document, this.#host.registry, { solo, difference });
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
    this.#voices.callBack();
    this.#wake();
  }

  /** Goes to a frame of the mix, playing or not. */
  seek(frame: number): void {
    this.#goal = { frame };
    this.#voices.callBack();
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
        "recordings could not be read in time, and the mix waited; " +
        "close other programs or use a faster disk, or wait until a bounce is done";
      this.#host.report({ code: "sources-late", at: "mix", message });
      return;
    }
    this.#voices.told(event);
  }

  /** How far rings have been read, as `Player.readRings` writes it, where memory is not shared. */
  taken(rings: Float64Array): void {
    for (let at = 0; at < rings.length; at += 2) this.#voices.taken(rings[at]!, rings[at + 1]!);
  }

  /** Resolves when the player has been given what is wanted, and sources have been read as far ahead as they are read at most. */
  async ready(): Promise<void> {
    while (!this.isSettled && this.#voices.awaited === undefined) await this.#host.rest(READY_REST_MS);
    await (this.#voices.awaited ?? this.#voices.running)?.feed.filled(Infinity);
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
    this.#voices.hearNoMore();
    await this.#work;
    await this.#voices.close();
  }

  #wake(): void {
    this.#isAsked = true;
    if (!this.#isDisposed) this.#work ??= this.#reconcile();
  }

  async #reconcile(): Promise<void> {
    for (let goesOn = true; goesOn && !this.#isDisposed;) {
      this.#isAsked = false;
      goesOn = (await this.#tryStep()) || this.#isAsked;
    }
    this.#work = undefined;
  }

  /** What fails is told and not tried again until something is asked for. */
  async #tryStep(): Promise<boolean> {
    try {
      return await this.#step();
    } catch (error) {
      if (error !== CLOSED) this.#voices.failed(error);
      return false;
    }
  }

  /** Does the most urgent thing that is not as it should be; false when all is. */
  async #step(): Promise<boolean> {
    const [document, plan, voices] = [this.#document, this.#plan, this.#voices];
    const { running } = voices;
    if (document === undefined || plan === undefined) return false;
    if (running === undefined) {
      if (!this.#wantsToPlay) return this.#host.standsBy && this.#standBy(document, plan);
      await this.#enter(document, plan);
      return true;
    }
    if (!this.#wantsToPlay) {
      await voices.halt((frame) => (this.#restingAt = frame));
      return true;
    }
    if (this.#goal !== undefined) {
      await voices.unpark();
      await this.#enter(document, plan);
      return true;
    }
    if (plan !== running.plan) {
      if (this.#moveAlong() || (this.#isLoopDue && (await this.#leadRound(document, plan)))) return true;
      this.#isLoopLate = true;
      await voices.follow(document, running, plan, () => !this.#isElsewhere);
      return true;
    }
    if (await this.#tendLoop(document, plan)) return true;
    if (!running.isHasty || this.#loop !== undefined) return false;
    if (await this.#isLeftAlone()) await voices.remember(document, running, () => !this.#isDisturbed);
    return true;
  }

  /** Has the voice ready that playing from here takes: false when it is. */
  async #standBy(document: MixDocument, plan: RenderPlan): Promise<boolean> {
    const frame = this.restingFrame;
    if (this.#voices.standsBy(plan, frame)) return false;
    const isWanted = (): boolean => !this.#isDisposed && this.#plan === plan && this.restingFrame === frame;
    if (await this.#isLeftAlone()) await this.#voices.standBy(document, plan, frame, isWanted);
    return true;
  }

  /** Whoever stops before it sounds there rests there all the same. */
  async #enter(document: MixDocument, plan: RenderPlan): Promise<void> {
    const goal = (this.#goal ??= { frame: this.#restingAt });
    const isWanted = (): boolean => !this.#isDisposed && this.#wantsToPlay && this.#goal === goal;
    let isThere = true; // what fails is not tried again
    try {
      isThere = await this.#voices.enter(document, plan, goal.frame, isWanted);
    } finally {
      if (isThere) this.#restingAt = goal.frame;
      if (isThere && this.#goal === goal) this.#goal = undefined;
    }
  }

  /** An edit that comes shortly before a loop's end is heard from its start on. False where that cannot be made ready. */
  async #leadRound(document: MixDocument, plan: RenderPlan): Promise<boolean> {
    if (!this.#voices.isParked) return this.#tendLoop(document, plan);
    await this.#host.rest(REST_MS);
    return true;
  }

  /**
   * An edit does not wait for the loop's start, but for its end being near. One that moves numbers is made in between; for any other the
   * loop's start is given up, and made ready in haste after it: else a loop would be missed while edits go on.
   */
  async #tendLoop(document: MixDocument, plan: RenderPlan): Promise<boolean> {
    const loop = this.#loop;
    const isHasty = this.#isLoopLate;
    this.#isLoopLate = false;
    const isWanted = (): boolean => {
      if (this.#isElsewhere || this.#loop !== loop) return false;
      this.#isLoopLate = !this.#moveAlong() && !this.#isLoopDue;
      return !this.#isLoopLate;
    };
    return this.#voices.tendLoop(document, plan, loop, { isHasty, isWanted });
  }

  get #isLoopDue(): boolean {
    const [loop, running] = [this.#loop, this.#voices.running];
    if (loop === undefined || running === undefined) return false;
    const left = LOOP_DUE_SHARE * (loop.end - loop.start);
    return placePassed(running) >= loop.end - Math.min(left, LOOP_DUE_SECONDS * running.plan.sampleRate);
  }

  /** Has what sounds follow the last edit, where that takes no more than to move numbers. */
  #moveAlong(): boolean {
    const [running, plan] = [this.#voices.running!, this.#plan!];
    return running.plan === plan || this.#voices.move(this.#document!, running, plan);
  }

  get #isDisturbed(): boolean {
    return this.#isAsked || this.#isDisposed;
  }

  /** It is not to go on playing where it is. */
  get #isElsewhere(): boolean {
    return this.#isDisposed || !this.#wantsToPlay || this.#goal !== undefined;
  }

  async #isLeftAlone(): Promise<boolean> {
    for (let rested = 0; rested < QUIET_RESTS && !this.#isDisturbed; rested++) await this.#host.rest(REST_MS);
    return !this.#isDisturbed;
  }
}
