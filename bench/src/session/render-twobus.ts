// A process of its own: renders the session with Twobus, into memory or into a file, and says what it took.
import { stemParts } from "@twobus/core";
import { createNodeRenderer, renderFile, renderStems } from "@twobus/renderer-node";
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

async function renderToStems(
  folder: string,
  shape: SessionShape,
  threads: number,
  directory: string,
): Promise<Pick<TwobusRun, "frames" | "stems">> {
  const mix = sessionMix(shape);
  const parts = stemParts(mix, registry, "buses");
  const { manifest } = await renderStems(mix, { registry, folder, directory, parts, bitDepth: "24", threads });
  return { frames: manifest.frames, stems: manifest.stems.length };
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

function rendered({ folder, shape, threads, path, stemsFolder }: TwobusTask): Promise<Pick<TwobusRun, "frames">> {
  if (stemsFolder !== undefined) return renderToStems(folder, shape, threads, stemsFolder);
  if (path !== undefined) return renderToFile(folder, shape, threads, path);
  return renderToMemory(folder, shape, threads);
}

await answer(async (task: TwobusTask): Promise<TwobusRun> => {
  const memory = watchMemory();
  const started = performance.now();
  const result = await rendered(task);
  const renderSeconds = (performance.now() - started) / 1000;
  return {
    ...result,
    renderSeconds,
    memory: memory.stop(),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    cpuSeconds: cpuSeconds(),
  };
});
