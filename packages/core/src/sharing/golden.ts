import { performing } from "../commands/performing.ts";
import { placeChain } from "../commands/place-chain.ts";
import type { Registry } from "../definition/pack.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { emptyMix, type MixDocument, type SourceRecord } from "../document/types.ts";
import { upgradeNodes } from "../document/upgrade-nodes.ts";
import type { ReadBytes } from "../engine/modules.ts";
import { createOfflineRenderer } from "../renderer/offline-renderer.ts";
import type { PlanarStereo } from "../renderer/contract.ts";
import type { Recording } from "../renderer/recording.ts";
import { sha256 } from "./sha256.ts";
import { LOOP_SAMPLE_RATE, LOOP_SECONDS, testLoop, type TestLoop } from "./test-loop.ts";

/** What a chain makes of the test loop, its latency taken off and its tail cut. */
export interface LoopSound {
  readonly sound: PlanarStereo;
  readonly latencySamples: number;
  /** SHA-256 of the samples as interleaved little-endian float32, as every renderer reports it. */
  readonly pcmSha256: string;
}

/** What every renderer renders of a golden mix. */
export const GOLDEN_RANGE: { readonly fromSeconds: number; readonly toSeconds: number } = {
  fromSeconds: 0,
  toSeconds: LOOP_SECONDS,
};

/** A mix of the chain alone: `main.wav` of the test loop plays through it, and `kick.wav` into each of its keys. */
export function goldenMix(chain: ChainDocument, registry: Registry): MixDocument {
  const source = { channels: 2, sampleRate: LOOP_SAMPLE_RATE, frames: LOOP_SAMPLE_RATE * LOOP_SECONDS };
  const { inputs } = chain.graphs[chain.root]!.interface;
  const keys = Object.keys(inputs).filter((port) => inputs[port]!.role === "key");
  return chainAlone(chain, registry, LOOP_SAMPLE_RATE, {
    main: { ...source, file: "main.wav" },
    ...Object.fromEntries(keys.map((key) => [key, { ...source, file: "kick.wav" }])),
  });
}

/**
 * A mix in which a chain stands alone: each source, by the port that it goes to, plays through a track into the chain.
 * Ports without a source stay open. The chain is brought up to the nodes of the registry.
 */
export function chainAlone(
  chain: ChainDocument,
  registry: Registry,
  sampleRate: number,
  sources: Readonly<Record<string, SourceRecord>>,
): MixDocument {
  const mix = emptyMix(chain.name, sampleRate);
  const { root } = mix;
  const { perform, document } = performing(mix, registry);
  const node = placeChain(chain, { graph: root, id: "chain" }, perform);
  for (const [port, source] of Object.entries(sources)) {
    const id = perform({ kind: "addSource", id: `track-${port}`, source }).created!;
    const track = perform({ kind: "addNode", graph: root, type: "twobus.track", id, source: id }).created!;
    perform({ kind: "connect", graph: root, from: `${track}.main`, to: `${node}.${port}` });
  }
  perform({ kind: "connect", graph: root, from: `${node}.main`, to: "out.main" });
  return upgradeNodes(document(), registry).document;
}

let loop: TestLoop | undefined;

/** What a golden mix needs to sound. */
export interface LoopHost {
  readonly registry: Registry;
  readonly readBytes: ReadBytes;
}

/** Renders a chain on the test loop, in memory and on one thread, as any renderer does. Throws for one that cannot sound. */
export const playOnLoop = (chain: ChainDocument, host: LoopHost): Promise<LoopSound> =>
  playGoldenMix(goldenMix(chain, host.registry), host);

/** The same for a golden mix that is made already. */
export async function playGoldenMix(document: MixDocument, host: LoopHost): Promise<LoopSound> {
  loop ??= testLoop();
  const { main, kick } = loop;
  const open = async ({ file }: SourceRecord): Promise<Recording> => inMemory(file, file === "main.wav" ? main : kick);
  const renderer = createOfflineRenderer({ ...host, open });
  await renderer.update(document);
  const frames = main[0].length;
  const sound: PlanarStereo = [new Float64Array(frames), new Float64Array(frames)];
  const interleaved = new Float32Array(2 * frames);
  let done = 0;
  const { latencySamples } = await renderer.render({
    ...GOLDEN_RANGE,
    receive: ([left, right], count) => {
      for (let n = 0; n < count; n++, done++) {
        sound[0][done] = interleaved[2 * done] = left[n]!;
        sound[1][done] = interleaved[2 * done + 1] = right[n]!;
      }
    },
  });
  return { sound, latencySamples, pcmSha256: await sha256(interleaved) };
}

function inMemory(name: string, sound: PlanarStereo): Recording {
  let done = 0;
  return {
    name,
    warnings: [],
    format: { sampleRate: LOOP_SAMPLE_RATE, channels: 2, frames: sound[0].length },
    read: async (channels) => {
      const frames = Math.min(channels[0]!.length, sound[0].length - done);
      channels.forEach((channel, side) => channel.set(sound[side as 0 | 1].subarray(done, done + frames)));
      done += frames;
      return frames;
    },
    close: async () => {},
  };
}
