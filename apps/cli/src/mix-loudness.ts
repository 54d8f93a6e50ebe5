import { readFile } from "node:fs/promises";
import { fault, type MixDocument, type Problem } from "@twobus/core";
import { createMeter, loadMeterKernels, type Measurement, type Meter } from "@twobus/measure";
import { createNodeRenderer, type NodeRendererOptions } from "@twobus/renderer-node";

/** What a whole mix measures, and what its render had to say. */
export type MeasuredMix = Measurement & { readonly integratedLufs: number; readonly warnings: readonly Problem[] };

/** Renders mixes of one folder into a meter and nowhere else. */
export interface MixMeter {
  measure(
    document: MixDocument,
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<MeasuredMix>;
  dispose(): Promise<void>;
}

export async function createMixMeter(options: NodeRendererOptions): Promise<MixMeter> {
  const kernels = await loadMeterKernels(readFile);
  const renderer = createNodeRenderer(options);
  return {
    measure: async (document, signal, progress) => {
      let meter: Meter | undefined;
      await renderer.update(document);
      const { warnings } = await renderer.render({
        begin: ({ sampleRate }) => void (meter = createMeter({ kernels, sampleRate, channels: 2 })),
        receive: (channels, frames) => meter!.push(channels, frames),
        signal,
        progress,
      });
      const { integratedLufs, ...others } = meter!.finish();
      if (integratedLufs === null) {
        throw fault("silent-mix", document.name, "the mix has no loudness: nothing in it lasts 0.4 s above −70 LUFS");
      }
      return { ...others, integratedLufs, warnings };
    },
    dispose: () => renderer.dispose(),
  };
}
