import { fault, type Problem, type TwobusError } from "@twobus/core";
import type { Missed } from "./live/live-worker.ts";
import { PROCESSOR_NAME } from "./worklet/processor-name.ts";

/** The audio thread, as the page sees it. */
export interface Speaker {
  /** Whether sound comes out of it. An offline context counts as one that runs: it begins when it is started. */
  readonly isRunning: boolean;
  /** Whether it runs in real time: an offline context stands still as long as it likes. */
  readonly isLive: boolean;
  /** Whether it never will again. */
  readonly isClosed: boolean;
  /** What did not come in time; null where the browser does not count it. */
  readonly missed: Missed | null;
  /** Throws `autoplay-refused` where the browser wants a click first, `output-interrupted` where something else has the output. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Where a player sounds. */
export interface Output {
  /** Where the application's worklet script lies, which calls `servePlayer`. */
  readonly workletUrl: string | URL;
  /** What it plays into, in a context at that rate: unless given, the speakers through a context of its own. Asked again after one was closed. */
  readonly newDestination?: (sampleRate: number) => AudioNode;
}

export interface SpeakerOptions extends Output {
  readonly sampleRate: number;
  /** Given to the worklet: the other end is the Worker's. */
  readonly port: MessagePort;
}

/** What happens to a speaker. */
export interface SpeakerEvents {
  /** It will not sound again: the processor threw, or somebody closed the context. */
  over(error: TwobusError): void;
  /** Somebody else has silenced it for now. */
  paused(problem: Problem): void;
}

/** A browser that wants a click never answers. */
const PATIENCE_MS = 1000;

export async function openSpeaker(options: SpeakerOptions, events: SpeakerEvents): Promise<Speaker> {
  const { workletUrl, newDestination, sampleRate, port } = options;
  const isOwn = newDestination === undefined;
  const destination = isOwn ? ownContext(sampleRate).destination : destinationFrom(newDestination, sampleRate);
  const { context } = destination;
  const closeOwn = async (): Promise<void> => {
    if (isOwn && context instanceof AudioContext && context.state !== "closed") await context.close();
  };
  if (stateOf(context) === "closed") throw outputClosed();
  if ((context.audioWorklet as AudioWorklet | undefined) === undefined) {
    await closeOwn();
    throw fault("no-sound-output", "player", "this page has no audio worklets; serve it over https or from localhost");
  }
  if (context.sampleRate !== sampleRate) {
    const message = `the mix is at ${sampleRate} Hz, and what it plays into at ${context.sampleRate} Hz; make a context at the mix's rate`;
    throw fault("wrong-sample-rate", "player", message);
  }
  let node: AudioWorkletNode;
  try {
    await context.audioWorklet.addModule(workletUrl);
    node = new AudioWorkletNode(context, PROCESSOR_NAME, { numberOfInputs: 0, outputChannelCount: [2] });
  } catch {
    await closeOwn();
    if (stateOf(context) === "closed" && !isOwn) throw outputClosed();
    const message = "the player's worklet script could not be loaded, or does not call servePlayer; reload the page";
    throw fault("worklet-not-loaded", String(workletUrl), message);
  }
  // Not as a listener: Chromium 156 calls the event `error`
  node.onprocessorerror = () => events.over(fault("worklet-failed", "player", "the audio thread failed"));
  node.port.postMessage(null, [port]);
  node.connect(destination);
  const stopWatching = watchState(context, events);
  return {
    get isRunning() {
      return !(context instanceof AudioContext) || context.state === "running";
    },
    isLive: context instanceof AudioContext,
    get isClosed() {
      return context instanceof AudioContext && context.state === "closed";
    },
    get missed() {
      return missedOf(context);
    },
    resume: async () => {
      if (!(context instanceof AudioContext) || context.state === "running") return;
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      const refused = context.resume().catch(() => {}); // why, its state says
      await Promise.race([refused, patience]);
      const state = stateOf(context);
      if (state === "running") return;
      if (state === "closed") throw outputClosed();
      if (state === "interrupted") throw fault("output-interrupted", "player", `${INTERRUPTED}; play again then`);
      const message = "the browser plays no sound before someone clicks on the page; play from a click";
      throw fault("autoplay-refused", "player", message);
    },
    close: async () => {
      stopWatching();
      node.port.postMessage(null);
      node.disconnect();
      await closeOwn();
    },
  };
}

/** Tells when somebody else takes the sound away. */
function watchState(context: BaseAudioContext, { over, paused }: SpeakerEvents): () => void {
  if (!(context instanceof AudioContext)) return () => {};
  let wasRunning = context.state === "running";
  const look = (): void => {
    const state = stateOf(context);
    if (state === "closed") over(outputClosed());
    else if (wasRunning && state === "interrupted")
      paused(pausedAs("output-interrupted", `${INTERRUPTED}, and goes on then`));
    else if (wasRunning && state === "suspended") paused(pausedAs("output-suspended", SUSPENDED));
    wasRunning = state === "running";
  };
  context.addEventListener("statechange", look);
  return () => context.removeEventListener("statechange", look);
}

const SUSPENDED = "the sound output was suspended, by the page or by the browser; play again to resume it";
const INTERRUPTED = "something else on this device has the sound output; playback waits until it is free";

const pausedAs = (code: string, message: string): Problem => ({ code, at: "player", message });

const outputClosed = (): TwobusError =>
  fault("output-closed", "player", "the sound output was closed; play again to open another");

/** As Web Audio API 1.1 counts it, which not all browsers do and the types do not know. */
function missedOf(context: BaseAudioContext): Missed | null {
  const { playbackStats } = context as { readonly playbackStats?: PlaybackStats };
  if (playbackStats === undefined) return null;
  const { underrunEvents, underrunDuration } = playbackStats;
  return { gaps: underrunEvents, frames: Math.round(underrunDuration * context.sampleRate) };
}

interface PlaybackStats {
  readonly underrunEvents: number;
  /** Seconds. */
  readonly underrunDuration: number;
}

/** Some browsers know states that the types do not. */
const stateOf = (context: BaseAudioContext): string => context.state;

function destinationFrom(newDestination: NonNullable<Output["newDestination"]>, sampleRate: number): AudioNode {
  let cause = "";
  try {
    const destination: unknown = newDestination(sampleRate);
    if (destination instanceof AudioNode) return destination;
  } catch (error) {
    cause = ` (${String(error)})`;
  }
  const message = `newDestination must give an AudioNode, such as the destination of a context at the rate it is asked for${cause}`;
  throw fault("no-sound-output", "player", message);
}

function ownContext(sampleRate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: "balanced" });
  } catch (error) {
    const message = `the browser opens no sound output at ${sampleRate} Hz (${String(error)}); use a mix at 48000 Hz`;
    throw fault("no-sound-output", "player", message);
  }
}
