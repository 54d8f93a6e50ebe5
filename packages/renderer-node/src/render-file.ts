import { readFile } from "node:fs/promises";
import { compileModules, type MixDocument, type Registry, type RenderResult } from "@twobus/core";
import { ResamplerKernels } from "@twobus/dsp";
import { createFileDelivery, type Delivered, type FileDeliveryOptions } from "./file-delivery.ts";
import { createNodeRenderer, type NodeRendererOptions } from "./node-renderer.ts";

/** Where a mix goes, and which part of it. `sampleRate` in Hz, `threads` from 1 to 64. */
export interface RenderFileOptions
  extends Omit<NodeRendererOptions, "registry">, Omit<FileDeliveryOptions, "resampler"> {
  readonly registry: Registry;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  readonly signal?: AbortSignal;
  progress?(doneFrames: number, totalFrames: number): void;
}

/** What a render did, and the figures of the file: `sampleRate` and `frames` are the file's. */
export type FileRenderResult = Omit<RenderResult, keyof Delivered> & Delivered;

/**
 * Renders a mix into an audio file. The file is the old one, or none, until the new one is complete; on failure or
 * cancellation nothing is left behind. Throws a `TwobusError` for a mix that cannot be compiled, a source that cannot be
 * read, a range without sound, a path that cannot be written and a format that the container cannot hold; the signal's
 * reason when it aborts.
 */
export async function renderFile(document: MixDocument, options: RenderFileOptions): Promise<FileRenderResult> {
  const { fromSeconds, toSeconds, signal, progress } = options;
  const renderer = createNodeRenderer(options);
  const modules = await compileModules(options.registry, readFile, false);
  const delivery = createFileDelivery({ ...options, resampler: new ResamplerKernels(modules.dsp, false) });
  try {
    await renderer.update(document);
    const result = await renderer.render({
      begin: delivery.begin,
      receive: delivery.receive,
      ...(fromSeconds === undefined ? {} : { fromSeconds }),
      ...(toSeconds === undefined ? {} : { toSeconds }),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    signal?.throwIfAborted();
    const delivered = await delivery.finish();
    return { ...result, ...delivered, warnings: [...result.warnings, ...delivered.warnings] };
  } catch (error) {
    await delivery.discard();
    throw error;
  } finally {
    await renderer.dispose();
  }
}
