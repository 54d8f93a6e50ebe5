import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MixDocument, PlanarStereo, RenderResult, StemPart } from "@twobus/core";
import { createNodeRenderer, type NodeRendererOptions } from "@twobus/renderer-node";
import { registry } from "./mixes.ts";

/** A folder that is gone when the test has ended. */
export async function temporaryFolder(cleanUp: (work: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus-test-"));
  cleanUp(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Rendered {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly stems: readonly PlanarStereo[];
  readonly pcmSha256: string;
  readonly result: RenderResult;
}

/** Renders a whole mix into memory. */
export async function renderToMemory(
  document: MixDocument,
  folder: string,
  options: Partial<NodeRendererOptions> & { readonly stems?: readonly StemPart[] } = {},
): Promise<Rendered> {
  const { stems: parts = [] } = options;
  const renderer = createNodeRenderer({ registry, folder, threads: 1, ...options });
  let whole: PlanarStereo[] = [];
  let at = 0;
  await renderer.update(document);
  const result = await renderer.render({
    stems: parts,
    begin: ({ frames }) => {
      whole = Array.from({ length: 1 + parts.length }, () => [new Float64Array(frames), new Float64Array(frames)]);
      at = 0;
    },
    receive: (channels, frames, stems) => {
      [channels, ...stems].forEach((block, index) => {
        block.forEach((channel, side) => whole[index]![side]!.set(channel.subarray(0, frames), at));
      });
      at += frames;
    },
  });
  await renderer.dispose();
  const [[left, right], ...stems] = whole as [PlanarStereo, ...PlanarStereo[]];
  const samples = new Float32Array(left.length * 2);
  left.forEach((x, n) => samples.set([x, right[n]!], 2 * n));
  return { left, right, stems, pcmSha256: createHash("sha256").update(samples).digest("hex"), result };
}
