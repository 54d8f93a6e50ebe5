import manifest from "../../package.json" with { type: "json" };
import { runScript } from "../child.ts";
import { ffmpegVersion, renderWithFfmpeg } from "./render-ffmpeg.ts";
import type { SessionShape } from "./topology.ts";
import type { Used } from "./used.ts";
import type { WebAudioRun, WebAudioTask } from "./web-audio-task.ts";

/** Another program that renders the session. */
export interface Peer {
  readonly name: string;
  /** How many times the CPU seconds of Twobus it should take at least. */
  readonly askedRatio: number;
  /** Undefined where it is not installed, or cannot be loaded. */
  version(): Promise<string | undefined>;
  render(folder: string, shape: SessionShape): Promise<Used>;
}

const webAudioScript = new URL("./render-web-audio.ts", import.meta.url);

const webAudio: Peer = {
  name: "node-web-audio-api",
  askedRatio: 3.5,
  version: async () => {
    try {
      await import("node-web-audio-api");
      return manifest.devDependencies["node-web-audio-api"];
    } catch {
      return undefined; // a native module: it wants the system's sound library
    }
  },
  render: (folder, shape) => {
    const task: WebAudioTask = { folder, shape };
    return runScript<WebAudioRun>(webAudioScript, task);
  },
};

const ffmpeg: Peer = { name: "ffmpeg", askedRatio: 4, version: ffmpegVersion, render: renderWithFfmpeg };

export const peers: readonly Peer[] = [webAudio, ffmpeg];
