// A process of its own: renders the session with node-web-audio-api into memory and says what it took.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OfflineAudioContext } from "node-web-audio-api";
import { answer, cpuSeconds } from "../child.ts";
import {
  BANDS,
  busOf,
  COMPRESSOR,
  FADER_DB,
  fileName,
  gainOf,
  indices,
  LIMITER,
  SAMPLE_RATE,
  type SessionShape,
} from "./topology.ts";
import type { WebAudioRun, WebAudioTask } from "./web-audio-task.ts";

/** Straight into the buffer: cheaper than any decoder, and nothing to resample. Knows only what `recordings.ts` writes. */
async function loadFloatWav(context: BaseAudioContext, path: string): Promise<AudioBuffer> {
  const bytes = await readFile(path);
  const start = bytes.indexOf("data") + 8;
  const data = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  const samples = new Float32Array(data);
  const sides = [new Float32Array(samples.length / 2), new Float32Array(samples.length / 2)] as const;
  for (let frame = 0; frame < sides[0].length; frame++) {
    sides[0][frame] = samples[2 * frame]!;
    sides[1][frame] = samples[2 * frame + 1]!;
  }
  const buffer = context.createBuffer(2, sides[0].length, SAMPLE_RATE);
  sides.forEach((side, channel) => buffer.copyToChannel(side, channel));
  return buffer;
}

function connectSession(context: BaseAudioContext, buffers: readonly AudioBuffer[], shape: SessionShape): void {
  const stereoBus = context.createGain();
  connect(stereoBus, [
    ...equaliser(context),
    compressor(context),
    shaper(context, (x) => Math.max(-1, Math.min(1, x))),
    limiter(context),
    context.destination,
  ]);
  const buses = indices(shape.buses).map(() => {
    const sum = context.createGain();
    connect(sum, [...equaliser(context), compressor(context), shaper(context, Math.tanh), fader(context), stereoBus]);
    return sum;
  });
  for (const [track, buffer] of buffers.entries()) {
    const source = context.createBufferSource();
    source.buffer = buffer;
    connect(source, [...equaliser(context), compressor(context), fader(context), buses[busOf(track, shape)]!]);
    source.start();
  }
}

function connect(from: AudioNode, path: readonly AudioNode[]): void {
  path.reduce((last, next) => last.connect(next), from);
}

const SHAPES = { highPass: "highpass", lowShelf: "lowshelf", bell: "peaking", highShelf: "highshelf" } as const;

function equaliser(context: BaseAudioContext): AudioNode[] {
  return BANDS.map(({ shape, frequencyHz, gainDb, q }) => {
    const filter = context.createBiquadFilter();
    filter.type = SHAPES[shape];
    filter.frequency.value = frequencyHz;
    filter.gain.value = gainDb;
    filter.Q.value = q;
    return filter;
  });
}

function compressor(context: BaseAudioContext): AudioNode {
  const node = context.createDynamicsCompressor();
  node.threshold.value = COMPRESSOR.thresholdDb;
  node.ratio.value = COMPRESSOR.ratio;
  node.knee.value = COMPRESSOR.kneeDb;
  node.attack.value = COMPRESSOR.attackMs / 1000;
  node.release.value = COMPRESSOR.releaseMs / 1000;
  return node;
}

/** Web Audio has no limiter: a second compressor, as steep as it goes. */
function limiter(context: BaseAudioContext): AudioNode {
  const node = context.createDynamicsCompressor();
  node.threshold.value = LIMITER.ceilingDb;
  node.ratio.value = 20;
  node.knee.value = 0;
  node.attack.value = 0.001;
  node.release.value = LIMITER.releaseMs / 1000;
  return node;
}

const CURVE_POINTS = 2049;

function shaper(context: BaseAudioContext, curve: (x: number) => number): AudioNode {
  const node = context.createWaveShaper();
  node.curve = Float32Array.from({ length: CURVE_POINTS }, (_, index) => curve((2 * index) / (CURVE_POINTS - 1) - 1));
  node.oversample = "4x";
  return node;
}

function fader(context: BaseAudioContext): AudioNode {
  const node = context.createGain();
  node.gain.value = gainOf(FADER_DB);
  return node;
}

await answer(async ({ folder, shape }: WebAudioTask): Promise<WebAudioRun> => {
  const context = new OfflineAudioContext(2, Math.round(shape.seconds * SAMPLE_RATE), SAMPLE_RATE);
  const buffers: AudioBuffer[] = [];
  for (const track of indices(shape.tracks)) buffers.push(await loadFloatWav(context, join(folder, fileName(track))));
  const loadCpuSeconds = cpuSeconds();
  connectSession(context, buffers, shape);
  const { length } = await context.startRendering();
  return { frames: length, loadCpuSeconds, cpuSeconds: cpuSeconds() };
});
