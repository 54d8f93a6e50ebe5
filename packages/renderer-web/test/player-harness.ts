import type { MixDocument, Problem } from "@twobus/core";
import { onTestFinished } from "vitest";
import { createWebPlayer, type PlayerReport, type WebPlayer, type WebPlayerOptions } from "../src/index.ts";
import { chosen, newWorker } from "./harness.ts";
import captureUrl from "./capture-worklet.ts?worker&url";
import workletUrl from "./player-worklet.ts?worker&url";

/** A player into a recorder, until the test ends. */
export interface Session {
  readonly player: WebPlayer;
  readonly problems: readonly Problem[];
  readonly reports: readonly PlayerReport[];
  /** The next report for which something holds. */
  until(holds: (report: PlayerReport) => boolean): Promise<PlayerReport>;
  /** What has been heard since the last call, in a live context. */
  captured(): Promise<[Float32Array, Float32Array]>;
}

export async function sessionWith(mix: MixDocument, options: Partial<WebPlayerOptions> = {}): Promise<Session> {
  const problems: Problem[] = [];
  const reports: PlayerReport[] = [];
  const context = new AudioContext({ sampleRate: mix.sampleRate, latencyHint: "interactive" });
  await context.audioWorklet.addModule(captureUrl);
  const capture = new AudioWorkletNode(context, "capture", {
    outputChannelCount: [2],
    channelCount: 2,
    channelCountMode: "explicit",
  });
  capture.connect(context.destination);
  const player = createWebPlayer({
    newWorker,
    workletUrl,
    media: chosen,
    onProblem: (problem) => problems.push(problem),
    newDestination: () => capture,
    ...options,
  });
  player.subscribe((report) => reports.push(report));
  onTestFinished(async () => {
    await player.dispose();
    await context.close();
  });
  await player.update(mix);
  return {
    player,
    problems,
    reports,
    until: (holds) =>
      new Promise((resolve) => {
        const stop = player.subscribe((report) => {
          if (!holds(report)) return;
          stop();
          resolve(report);
        });
      }),
    captured: () =>
      new Promise((resolve) => {
        capture.port.onmessage = ({ data }) => resolve(data);
        capture.port.postMessage("take");
      }),
  };
}
