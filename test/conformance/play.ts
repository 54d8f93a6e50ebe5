import type { Problem } from "@twobus/core";
import { createWebPlayer, type WebPlayer } from "@twobus/renderer-web";
import type { GoldenJob } from "./golden-job.ts";
import { firstSound, type Sound } from "./sound.ts";
import { mediaOf, newWorker } from "./web-application.ts";

const workletUrl = new URL("player-worklet.ts", import.meta.url);
const captureUrl = new URL("../../packages/renderer-web/test/capture-worklet.ts", import.meta.url);

const QUANTUM = 128;
const CHUNK_FRAMES = 1024;
/** Of this page itself, which suspends its output as long as recordings are read, and may be one that shares no memory. */
const OWN_DOING: ReadonlySet<string> = new Set([
  "output-suspended",
  ...(crossOriginIsolated ? [] : ["no-shared-memory"]),
]);

/** The first frames of a mix as the player's worklet makes them in an offline context, which goes as fast as it can. */
export async function playOffline(job: GoldenJob, frames: number): Promise<Sound> {
  const context = new OfflineAudioContext(2, frames, job.document.sampleRate);
  return withPlayer(job, frames, context.destination, async (player) => {
    await player.play();
    await player.ready();
    const heard = await context.startRendering();
    return [heard.getChannelData(0), heard.getChannelData(1)];
  });
}

/** The same in a live context, as it is heard. `onset` is the first frame of the mix that is not silent: by it the start is found. */
export async function playLive(job: GoldenJob, frames: number, onset: number): Promise<Sound> {
  const { sampleRate } = job.document;
  const context = new AudioContext({ sampleRate });
  await context.audioWorklet.addModule(captureUrl.href);
  const capture = new AudioWorkletNode(context, "capture", {
    outputChannelCount: [2],
    channelCount: 2,
    channelCountMode: "explicit",
  });
  capture.connect(context.destination);
  try {
    return await withPlayer(job, frames, capture, async (player) => {
      const over = Promise.withResolvers<void>();
      player.subscribe(({ positionSeconds }) => {
        if (positionSeconds >= frames / sampleRate) over.resolve();
      });
      await player.play();
      // Nothing of a busy machine is heard: all is read before it goes on
      await context.suspend();
      await player.ready();
      await context.resume();
      await over.promise;
      const [left, right] = await takeFrom(capture);
      const start = firstSound([left, right]) - onset;
      if (start < 0 || start % QUANTUM !== 0) throw new Error(`it began ${start} frames after it was listened to`);
      return [left.subarray(start, start + frames), right.subarray(start, start + frames)];
    });
  } finally {
    await context.close();
  }
}

const takeFrom = (capture: AudioWorkletNode): Promise<Sound> =>
  new Promise((resolve) => {
    capture.port.onmessage = ({ data }) => resolve(data);
    capture.port.postMessage("take");
  });

/** A player that has taken a mix and reads all of it ahead. Whatever goes wrong while it plays is thrown. */
async function withPlayer(
  job: GoldenJob,
  frames: number,
  destination: AudioNode,
  play: (player: WebPlayer) => Promise<Sound>,
): Promise<Sound> {
  const problems: Problem[] = [];
  const player = createWebPlayer({
    newWorker,
    workletUrl,
    media: mediaOf(job),
    newDestination: () => destination,
    aheadChunks: Math.ceil(frames / CHUNK_FRAMES) + 2,
    onProblem: (problem) => {
      if (!OWN_DOING.has(problem.code)) problems.push(problem);
    },
  });
  try {
    await player.update(job.document);
    const heard = await play(player);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return heard;
  } finally {
    await player.dispose();
  }
}
