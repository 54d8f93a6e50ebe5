// A process of its own: renders the session with Twobus, into memory or into a file, and says what it took.
import { createNodeRenderer, renderFile } from "@twobus/renderer-node";
import { answer, cpuSeconds } from "../child.ts";
import { watchMemory } from "../watch-memory.ts";
import { registry, sessionMix } from "./mix.ts";
import type { SessionShape } from "./topology.ts";
import type { TwobusRun, TwobusTask } from "./twobus-task.ts";

async function renderToFile(
  folder: string,
  shape: SessionShape,
  threads: number,
  path: string,
): Promise<Pick<TwobusRun, "frames" | "pcmSha256">> {
  const { frames, pcmSha256 } = await renderFile(sessionMix(shape), {
    registry,
    folder,
    threads,
    path,
    container: "wav",
    sampleFormat: "float32",
    toSeconds: shape.seconds,
  });
  return { frames, pcmSha256 };
}

async function renderToMemory(
  folder: string,
  shape: SessionShape,
  threads: number,
): Promise<Pick<TwobusRun, "frames">> {
  const renderer = createNodeRenderer({ registry, folder, threads });
  await renderer.update(sessionMix(shape));
  let mix = [new Float32Array(0), new Float32Array(0)];
  let at = 0;
  const { frames } = await renderer.render({
    toSeconds: shape.seconds,
    begin: (format) => {
      mix = [new Float32Array(format.frames), new Float32Array(format.frames)];
      at = 0;
    },
    receive: (channels, count) => {
      mix.forEach((side, index) => side.set(channels[index]!.subarray(0, count), at));
      at += count;
    },
  });
  await renderer.dispose();
  return { frames };
}

await answer(async ({ folder, shape, threads, path }: TwobusTask): Promise<TwobusRun> => {
  const memory = watchMemory();
  const started = performance.now();
  const result =
    path === undefined
      ? await renderToMemory(folder, shape, threads)
      : await renderToFile(folder, shape, threads, path);
  const renderSeconds = (performance.now() - started) / 1000;
  return {
    ...result,
    renderSeconds,
    memory: memory.stop(),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    cpuSeconds: cpuSeconds(),
  };
});
