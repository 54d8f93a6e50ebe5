import { fault, problemsOf, type MixDocument, type Problem, type TwobusError, type UpdateReport } from "@twobus/core";
import type { WorkerLink } from "../worker-link.ts";
import type { Engagement, Request } from "./engagement.ts";
import { Engager, type Audience, type Means } from "./engager.ts";
import { playbackFailed } from "./playback-failed.ts";
import { createRestartLimit } from "./restart-limit.ts";
import type { Wanted } from "./wanted.ts";

/**
 * One engagement after the other: set up when it is first asked for something, replaced where it dies, where its output was closed, and
 * for a mix at another rate. The next one does what is wanted from where the one before was.
 */
export class Succession {
  readonly #link: WorkerLink;
  readonly #wanted: Wanted;
  readonly #audience: Audience;
  readonly #engager: Engager;
  readonly #mayRestart = createRestartLimit();
  /** The one that there is, or that is being set up. */
  #engaged: Promise<Engagement> | undefined;
  /** One mix is taken after the other. */
  #updates: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(means: Means, wanted: Wanted, audience: Audience) {
    this.#link = means.link;
    this.#wanted = wanted;
    this.#audience = audience;
    this.#engager = new Engager(means, wanted, audience);
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Takes a mix after those before it; where it throws, what was played goes on. */
  update(mix: MixDocument): Promise<UpdateReport> {
    const updating = this.#updates.then(() => this.#take(mix));
    this.#updates = updating.catch(() => {});
    return updating;
  }

  /** Resolves when the mixes that were given so far have been taken, or refused. */
  async updated(): Promise<void> {
    await this.#updates;
  }

  /** Has the output run. Throws as `Speaker.resume` does. */
  async resume(): Promise<void> {
    const { speaker } = await this.#current();
    await speaker.resume();
  }

  /** Asks the one that there is, or the next one where that one dies meanwhile. */
  async ask<T>(request: Request<T>): Promise<T> {
    const asked = this.#engaged;
    const engagement = await this.#current();
    try {
      return await engagement.ask(request);
    } catch (error) {
      if (this.#engaged === undefined || this.#engaged === asked) throw error;
      return this.ask(request);
    }
  }

  /** The same; before the first mix there is no one to be told. */
  async tell(request: Request<void>): Promise<void> {
    if (this.#engaged !== undefined || this.#wanted.document !== undefined || this.isClosed) await this.ask(request);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await Promise.race([this.#updates, patience()]); // one may be bringing another player in
    const there = await Promise.race([this.#engaged?.catch(() => undefined), patience()]);
    await Promise.race([there?.close(), patience()]);
    this.#link.close();
  }

  async #take(mix: MixDocument): Promise<UpdateReport> {
    const before = await this.#engaged?.catch(() => undefined);
    if (before?.sampleRate === mix.sampleRate || this.isClosed) {
      const report = await this.ask((session) => session.update(mix));
      this.#wanted.document = mix;
      return report;
    }
    const { next, report } = await this.#engager.prepare(mix);
    try {
      await this.#start(this.#exchange(this.#engaged, next));
    } catch (error) {
      if (before !== undefined && !this.isClosed) await this.#start(this.#begin(this.#wanted.document!));
      throw error;
    }
    this.#wanted.document = mix;
    return report;
  }

  async #current(): Promise<Engagement> {
    if (this.isClosed) throw playerClosed();
    if (this.#engaged === undefined && this.#wanted.document === undefined) await this.#updates; // one may be on its way
    const [starting, { document }] = [this.#engaged, this.#wanted];
    if (starting !== undefined) {
      const there = await starting;
      if (!there.speaker.isClosed || document === undefined) return there;
      return this.#engaged === starting ? this.#start(this.#begin(document, there)) : this.#current();
    }
    if (document === undefined)
      throw fault("no-mix", "player", "there is nothing to play yet: update the player with a mix first");
    return this.#start(this.#begin(document));
  }

  /** Stays with one that is being set up. */
  #start(starting: Promise<Engagement>): Promise<Engagement> {
    this.#engaged = starting;
    void this.#watch(starting);
    return starting;
  }

  /** Begins again where it dies; forgets what did not come to life. */
  async #watch(starting: Promise<Engagement>): Promise<void> {
    let started: Engagement | undefined;
    try {
      started = await starting;
      await started.death;
    } catch (error) {
      if (this.#engaged !== starting || this.isClosed) return;
      this.#engaged = undefined;
      if (started === undefined) return;
      if (!started.speaker.isClosed) this.#restart(started, error);
      else this.#giveUp(started, this.#wanted.isPlaying ? problemsOf(error, playbackFailed) : []);
    }
  }

  #restart(failed: Engagement, error: unknown): void {
    const [{ message }] = problemsOf(error, playbackFailed) as [Problem];
    if (!this.#mayRestart()) {
      this.#giveUp(failed, [playbackFailed(`${message}, again and again`)]);
      return;
    }
    const told = `${message}; playback goes on from where it was`;
    this.#audience.problem({ code: "playback-restarted", at: "player", message: told });
    this.#start(this.#begin(this.#wanted.document!, failed)).catch((again: unknown) => {
      if (this.#engaged === undefined && !this.isClosed) this.#restart(failed, again);
    });
  }

  #giveUp(failed: Engagement, problems: readonly Problem[]): void {
    problems.forEach(this.#audience.problem);
    void failed.close();
    this.#engager.silence();
  }

  async #begin(mix: MixDocument, before?: Engagement): Promise<Engagement> {
    await before?.close();
    const { next } = await this.#engager.prepare(mix);
    return this.#engager.bringIn(next, before);
  }

  async #exchange(before: Promise<Engagement> | undefined, next: Engagement): Promise<Engagement> {
    return this.#engager.bringIn(next, await before?.catch(() => undefined));
  }
}

export const playerClosed = (): TwobusError =>
  fault("player-closed", "player", "the player was closed; make a new one");

/** A Worker that is stuck is not waited for. */
const patience = (): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, 2000, undefined));
