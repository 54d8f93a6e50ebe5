import type { Page } from "playwright";

declare global {
  /** Gathers what the page plays for so many frames: left and right by turns. */
  var capture: (frames: number) => Promise<number[]>;
}

/** Makes a page, before it is opened, hand out what leaves its audio graphs for the loudspeakers, sample by sample. */
export async function captureOutput(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const source = `registerProcessor("capture", class extends AudioWorkletProcessor {
      process([[left, right]]) {
        if (left !== undefined) this.port.postMessage([left.slice(), (right ?? left).slice()]);
        return true;
      }
    })`;
    const script = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const listeners = new Set<(piece: readonly [Float32Array, Float32Array]) => void>();
    const tee = async (node: AudioNode): Promise<void> => {
      await node.context.audioWorklet.addModule(script);
      const tap = new AudioWorkletNode(node.context, "capture", { channelCount: 2, channelCountMode: "explicit" });
      tap.port.addEventListener("message", ({ data }: MessageEvent<[Float32Array, Float32Array]>) => {
        for (const listener of listeners) listener(data);
      });
      tap.port.start();
      connect.call(node, tap);
    };
    const { connect } = AudioNode.prototype as { connect: (this: AudioNode, ...args: unknown[]) => unknown };
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) void tee(this);
      return connect.apply(this, args);
    } as AudioNode["connect"];
    globalThis.capture = (frames) =>
      new Promise((resolve) => {
        const samples: number[] = [];
        const listen = ([left, right]: readonly [Float32Array, Float32Array]): void => {
          for (const [n, sample] of left.entries()) samples.push(sample, right[n]!);
          if (samples.length < 2 * frames) return;
          listeners.delete(listen);
          resolve(samples.slice(0, 2 * frames));
        };
        listeners.add(listen);
      });
  });
}
