import { expect, test } from "vitest";
import { renderToMemory, temporaryFolder } from "../support/render.ts";
import { song, SOURCES, writeRecordings } from "../support/song.ts";
import { createLiveMix } from "./live-mix.ts";

const offline = async (cleanUp: (work: () => Promise<void>) => void): Promise<[Float32Array, Float32Array]> => {
  const folder = await temporaryFolder(cleanUp);
  await writeRecordings(folder);
  const { left, right } = await renderToMemory(song(), folder);
  return [Float32Array.from(left), Float32Array.from(right)];
};

const firstDifference = (a: Float32Array, b: Float32Array, frames: number): number =>
  a.subarray(0, frames).findIndex((x, i) => !Object.is(x, b[i]));

test.each([true, false])(
  "playing from the start makes the samples of a render (shared memory: %s)",
  async (isShared) => {
    let cleanUp = async (): Promise<void> => {};
    const [left, right] = await offline((work) => (cleanUp = work));
    const live = await createLiveMix(song(), SOURCES, { isShared });
    live.director.update(song());
    live.director.play();
    await live.settle();
    await live.run(240);
    const [heardLeft, heardRight] = live.heard();
    const start = heardLeft.findIndex((x) => x !== 0) - left.findIndex((x) => x !== 0);
    expect(heardLeft.subarray(start, start + 29_000)).toEqual(left.subarray(0, 29_000));
    expect(heardRight.subarray(start, start + 29_000)).toEqual(right.subarray(0, 29_000));
    await live.close();
    await cleanUp();
  },
);
