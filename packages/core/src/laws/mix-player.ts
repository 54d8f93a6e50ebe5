import { createMemory } from "@twobus/dsp";
import { compile, type Listening } from "../compile/compile.ts";
import type { RenderPlan } from "../compile/plan.ts";
import type { StemPart } from "../compile/split-stems.ts";
import type { Registry } from "../definition/pack.ts";
import type { MixDocument, SourceId } from "../document/types.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { instantiateAll, layOut } from "../engine/layout.ts";
import { QUANTUM } from "../engine/quantum.ts";
import type { CompiledModules } from "../engine/modules.ts";
import type { Stereo } from "../solo/node-runner.ts";

export type Signals = Readonly<Record<SourceId, Stereo>>;

/** Plays whole mixes in memory, without files or threads: for laws and checks. */
export interface MixPlayer {
  readonly plan: RenderPlan;
  readonly engine: Engine;
  /** Resets the engine and plays that many frames from the start, latency included. Sources end in silence. */
  play(frames: number, sources?: Signals): Stereo;
  /** The same; the stems follow the mix. */
  playStems(frames: number, sources?: Signals): readonly [mix: Stereo, ...stems: Stereo[]];
}

export async function createMixPlayer(
  document: MixDocument,
  registry: Registry,
  modules: CompiledModules,
  chunkQuanta = 1,
  stems: readonly StemPart[] = [],
  listening: Listening = {},
): Promise<MixPlayer> {
  const plan = compile(document, registry, { stems, ...listening });
  const layout = await layOut(plan, modules, { chunkQuanta, slots: 1 });
  const kernels = await instantiateAll(modules, createMemory(layout.bytes, modules.shared));
  const engine = createEngine(plan, layout, kernels, registry);
  const chunkFrames = chunkQuanta * QUANTUM;
  const playStems = (frames: number, sources: Signals = {}): readonly [Stereo, ...Stereo[]] => {
    const record = (): Stereo => [new Float64Array(frames), new Float64Array(frames)];
    const outputs: readonly [Stereo, ...Stereo[]] = [record(), ...stems.map(record)];
    engine.reset();
    for (let chunk = 0; chunk * chunkFrames < frames; chunk++) {
      const start = chunk * chunkFrames;
      plan.sources.forEach((id, index) => interleave(sources[id], start, engine.source(index, chunk)));
      for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, chunk, chunkQuanta);
      engine.outputs(chunk).forEach((output, index) => deinterleave(output, outputs[index]!, start));
    }
    return outputs;
  };
  return { plan, engine, play: (frames, sources) => playStems(frames, sources)[0], playStems };
}

function interleave(signal: Stereo | undefined, start: number, frames: Float64Array): void {
  for (let i = 0; i < frames.length / 2; i++) {
    frames[2 * i] = signal?.[0][start + i] ?? 0;
    frames[2 * i + 1] = signal?.[1][start + i] ?? 0;
  }
}

function deinterleave(frames: Float64Array, [left, right]: Stereo, start: number): void {
  const length = Math.min(frames.length / 2, left.length - start);
  for (let i = 0; i < length; i++) {
    left[start + i] = frames[2 * i]!;
    right[start + i] = frames[2 * i + 1]!;
  }
}
