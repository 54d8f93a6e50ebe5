import type { PlanarStereo, Renderer, RenderResult } from "@twobus/core";
import { transfer } from "comlink";
import type { Block, PostedJob } from "../render-worker.ts";
import type { Call } from "./answer.ts";

/** Renders, and hands the sound to the page block by block. Each waits until the page has taken the one before. */
export async function renderToPage(
  renderer: Renderer,
  job: PostedJob,
  { page, signal, progress }: Call,
): Promise<RenderResult> {
  return renderer.render({
    ...job,
    begin: (format) => page.begin(format),
    receive: (mix, frames, parts) => page.receive(blockOf(mix, frames, parts)),
    progress,
    signal,
  });
}

/** A copy that may be given away: the renderer uses its arrays again. */
function blockOf(mix: PlanarStereo, frames: number, stems: readonly PlanarStereo[]): Block {
  const copy = ([left, right]: PlanarStereo): PlanarStereo => [left.slice(0, frames), right.slice(0, frames)];
  const block = { mix: copy(mix), frames, stems: stems.map(copy) };
  return transfer(
    block,
    [block.mix, ...block.stems].flatMap((channels) => channels.map(({ buffer }) => buffer as ArrayBuffer)),
  );
}
