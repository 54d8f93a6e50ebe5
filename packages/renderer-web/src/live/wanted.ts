import type { MixDocument } from "@twobus/core";
import { monitorSettings, UNITY, type Monitor } from "../monitor.ts";
import type { Loop } from "../player-contract.ts";
import type { Request } from "./engagement.ts";
import { frameAt, framesOf, Playhead } from "./places.ts";

/** What is wanted of a player. What dies is begun again from this. */
export class Wanted {
  /** The last mix that was taken. */
  document: MixDocument | undefined;
  monitor: Monitor = UNITY;
  loop: Loop | undefined;
  isPlaying = false;
  readonly playhead: Playhead = new Playhead();

  /** Each of these brings a session to one of those. */
  readonly toMonitor: Request<void> = (session) => session.monitor(monitorSettings(this.monitor), this.monitor);
  readonly toPlace: Request<void> = (session, { sampleRate }) =>
    session.seek(frameAt(this.playhead.seconds, sampleRate));
  readonly toLoop: Request<void> = (session, { sampleRate }) => session.loop(framesOf(this.loop, sampleRate));
  readonly toPlayOrStop: Request<void> = (session) => (this.isPlaying ? session.play() : session.stop());
}
