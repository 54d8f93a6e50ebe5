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

const ownContext = (sampleRate: number): AudioContext => new AudioContext({ sampleRate, latencyHint: "balanced" });

export async function openSpeaker(options: SpeakerOptions, onFailure: () => void): Promise<Speaker> {
  const { workletUrl, newDestination, sampleRate, port } = options;
  const destination = newDestination?.(sampleRate) ?? ownContext(sampleRate).destination;
  const { context } = destination;
  const isOwn = newDestination === undefined;
  try {
    await context.audioWorklet.addModule(workletUrl);
  } catch {
    await close(context);
    throw fault(
      "worklet-not-loaded",
      String(workletUrl),
      "the player's worklet script could not be loaded; reload the page",
    );
  }
  const node = new AudioWorkletNode(context, PROCESSOR_NAME, { numberOfInputs: 0, outputChannelCount: [2] });
  node.addEventListener("processorerror", onFailure);
  node.port.postMessage(null, [port]);
  node.connect(destination);
  return {
    resume: async () => {
      if (!(context instanceof AudioContext) || context.state === "running") return;
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      await Promise.race([context.resume(), patience]);
      if ((context.state as AudioContextState) === "running") return;
      throw fault(
        "autoplay-refused",
        "player",
        "the browser plays no sound before someone clicks on the page; play from a click",
      );
    },
    close: async () => {
      node.disconnect();
      if (isOwn) await close(context);
    },
  };
}

async function close(context: BaseAudioContext): Promise<void> {
  if (context instanceof AudioContext && context.state !== "closed") await context.close();
}
