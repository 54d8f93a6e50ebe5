import type { Page } from "playwright";

/** What a page plays is recorded as it goes to the loudspeakers. Call it before the page is opened. */
export async function captureSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: Float32Array[][] = [];
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown;
    AudioNode.prototype.connect = function tapped(this: AudioNode, ...to: unknown[]): never {
      if (to[0] instanceof AudioDestinationNode && !(this instanceof ScriptProcessorNode)) {
        // What the context processes on the page's own thread: no module has to be let in by the content policy.
        const tap = (this.context as AudioContext).createScriptProcessor(4096, 2, 2);
        tap.addEventListener("audioprocess", ({ inputBuffer }) => {
          heard.push([0, 1].map((side) => inputBuffer.getChannelData(side).slice()));
        });
        connect.call(this, tap);
        connect.call(tap, to[0]);
      }
      return connect.apply(this, to) as never;
    } as typeof connect as never;
    Object.assign(globalThis, { heardSound: heard });
  });
}

/** What was recorded, left and right, from the first sound on. */
export async function capturedSound(page: Page): Promise<readonly Float32Array[]> {
  const sides = await page.evaluate(() =>
    [0, 1].map((side) => {
      const blocks = (globalThis as unknown as { heardSound: Float32Array[][] }).heardSound.map(
        (block) => block[side]!,
      );
      const first = blocks.findIndex((block) => block.some((sample) => sample !== 0));
      const last = blocks.findLastIndex((block) => block.some((sample) => sample !== 0));
      return blocks.slice(Math.max(0, first), last + 1).flatMap((block) => [...block]);
    }),
  );
  return sides.map((side) => Float32Array.from(side));
}
