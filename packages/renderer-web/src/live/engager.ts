import { problemsOf, type MixDocument, type Problem, type UpdateReport } from "@twobus/core";
import { engage, type Engagement, type EngagementOptions } from "./engagement.ts";
import type { LivePage, PlayerReport, ToldOfRecordings } from "./live-worker.ts";
import { playbackFailed } from "./playback-failed.ts";
import type { Wanted } from "./wanted.ts";

/** Who hears of what is played. */
export interface Audience {
  report(report: PlayerReport): void;
  problem(problem: Problem): void;
}

/** What every engagement of a player has. */
export type Means = Omit<EngagementOptions, "page" | "isWanted" | "sampleRate" | "toldOfRecordings">;

/** One that has taken a mix, and what it says of that. */
export interface Prepared {
  readonly next: Engagement;
  readonly report: UpdateReport;
}

/** Sets engagements up to do what is wanted, and keeps what they have said for the next. */
export class Engager {
  readonly #means: Means;
  readonly #wanted: Wanted;
  readonly #audience: Audience;
  readonly #page: LivePage<PlayerReport>;
  #lastReport: PlayerReport | undefined;
  #toldOfRecordings: ToldOfRecordings = { told: new Set(), unopened: new Map() };

  constructor(means: Means, wanted: Wanted, audience: Audience) {
    this.#means = means;
    this.#wanted = wanted;
    this.#audience = audience;
    this.#page = {
      report: (report) => {
        this.#lastReport = report;
        wanted.playhead.seen(report.positionSeconds);
        audience.report(report);
      },
      problem: audience.problem,
      remember: (told) => (this.#toldOfRecordings = told),
      ended: () => {
        wanted.isPlaying = false;
        wanted.playhead.letGo();
      },
    };
  }

  /** Sets one up with a mix, of which nothing is heard yet. */
  async prepare(mix: MixDocument): Promise<Prepared> {
    const next = await engage({
      ...this.#means,
      page: this.#page,
      isWanted: () => this.#wanted.isPlaying,
      sampleRate: mix.sampleRate,
      toldOfRecordings: this.#toldOfRecordings,
    });
    try {
      return { next, report: await next.ask((session) => session.update(mix)) };
    } catch (error) {
      void next.close();
      throw error;
    }
  }

  /** Brings one that has its mix to all else that is wanted, in place of `before`. */
  async bringIn(next: Engagement, before: Engagement | undefined): Promise<Engagement> {
    const wanted = this.#wanted;
    await before?.close();
    try {
      await next.ask(wanted.toMonitor);
      await next.ask(wanted.toPlace);
      await next.ask((session) => wanted.toLoop(session, next).catch(this.#forgetLoop));
      next.introduce();
      if (before !== undefined && wanted.isPlaying) await next.speaker.resume().catch(this.#complain);
      await next.ask(wanted.toPlayOrStop);
      return next;
    } catch (error) {
      void next.close();
      throw error;
    }
  }

  /** Nothing plays any more, and no one is left to report it. */
  silence(): void {
    this.#wanted.isPlaying = false;
    if (this.#lastReport !== undefined) this.#audience.report({ ...this.#lastReport, isPlaying: false });
  }

  /** One that was given before its mix may be too short at the mix's rate. */
  readonly #forgetLoop = (error: unknown): void => {
    this.#wanted.loop = undefined;
    this.#complain(error);
  };

  readonly #complain = (error: unknown): void => problemsOf(error, playbackFailed).forEach(this.#audience.problem);
}
