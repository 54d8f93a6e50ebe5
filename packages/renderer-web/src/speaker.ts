import { fault } from "@twobus/core";
import { PROCESSOR_NAME } from "./worklet/processor-name.ts";

/** The audio thread, as the page sees it. */
export interface Speaker {
  /** Throws `autoplay-refused` where the browser wants a click first. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Where a player sounds. */
export interface Output {
  /** Where the application's worklet script lies, which calls `servePlayer`. */
  readonly workletUrl: string | URL;
  /** What it plays into, in a context at that rate: unless given, the speakers through a context of its own. */
  readonly newDestination?: (sampleRate: number) => AudioNode;
}

export interface SpeakerOptions extends Output {
  readonly sampleRate: number;
  /** Given to the worklet: the other end is the Worker's. */
  readonly port: MessagePort;
}

/** A browser that wants a click never answers. */
const PATIENCE_MS = 1000;

export async function openSpeaker(options: SpeakerOptions, onFailure: () => void): Promise<Speaker> {
  const { workletUrl, newDestination, sampleRate, port } = options;
  const isOwn = newDestination === undefined;
  const destination = isOwn ? ownContext(sampleRate).destination : newDestination(sampleRate);
  const { context } = destination;
  const closeOwn = async (): Promise<void> => {
    if (isOwn && context instanceof AudioContext && context.state !== "closed") await context.close();
  };
  if (context.sampleRate !== sampleRate) {
    const message = `the mix is at ${sampleRate} Hz, and what it plays into at ${context.sampleRate} Hz; make a context at the mix's rate`;
    throw fault("wrong-sample-rate", "player", message);
  }
  try {
    await context.audioWorklet.addModule(workletUrl);
  } catch {
    await closeOwn();
    const message = "the player's worklet script could not be loaded; reload the page";
    throw fault("worklet-not-loaded", String(workletUrl), message);
  }
  const node = new AudioWorkletNode(context, PROCESSOR_NAME, { numberOfInputs: 0, outputChannelCount: [2] });
  node.onprocessorerror = onFailure; // not as a listener: Chromium 156 calls the event `error`
  node.port.postMessage(null, [port]);
  node.connect(destination);
  return {
    resume: async () => {
      if (!(context instanceof AudioContext) || context.state === "running") return;
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      await Promise.race([context.resume(), patience]);
      if ((context.state as AudioContextState) === "running") return;
      const message = "the browser plays no sound before someone clicks on the page; play from a click";
      throw fault("autoplay-refused", "player", message);
    },
    close: async () => {
      node.port.postMessage(null);
      node.disconnect();
      await closeOwn();
    },
  };
}

function ownContext(sampleRate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: "balanced" });
  } catch (error) {
    const message = `the browser opens no sound output at ${sampleRate} Hz (${String(error)}); use a mix at 48000 Hz`;
    throw fault("no-sound-output", "player", message);
  }
}
