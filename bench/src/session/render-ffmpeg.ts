import { join } from "node:path";
import { runProcess } from "../child.ts";
import type { Used } from "./used.ts";
import {
  BANDS,
  busOf,
  COMPRESSOR,
  FADER_DB,
  fileName,
  gainOf,
  indices,
  LIMITER,
  OVERSAMPLING,
  type SessionShape,
} from "./topology.ts";

/** The version of ffmpeg, or nothing where it is not installed. */
export async function ffmpegVersion(): Promise<string | undefined> {
  try {
    const { output } = await runProcess("ffmpeg", ["-version"]);
    return /^ffmpeg version (\S+)/.exec(output)?.[1];
  } catch {
    return undefined;
  }
}

const ONE_THREAD = ["-threads", "1", "-filter_threads", "1", "-filter_complex_threads", "1"];
const SINK = ["-map", "[mix]", "-c:a", "pcm_f32le", "-f", "null", "-"];

/** Renders the session with ffmpeg on one thread; the mix is thrown away. */
export async function renderWithFfmpeg(folder: string, shape: SessionShape): Promise<Used> {
  const { wallSeconds, errors } = await runProcess("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-benchmark",
    ...ONE_THREAD,
    ...indices(shape.tracks).flatMap((track) => ["-i", join(folder, fileName(track))]),
    "-filter_complex",
    filterGraph(shape),
    ...SINK,
  ]);
  const used = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(errors);
  if (used === null) throw new Error("ffmpeg did not say what time it took");
  return { wallSeconds, cpuSeconds: Number(used[1]) + Number(used[2]) };
}

const FILTERS = { highPass: "highpass", lowShelf: "lowshelf", bell: "equalizer", highShelf: "highshelf" } as const;

const equaliser = BANDS.map(({ shape, frequencyHz, gainDb, q }) => {
  const gain = shape === "highPass" ? "" : `:gain=${gainDb}`;
  return `${FILTERS[shape]}=frequency=${frequencyHz}:width_type=q:width=${q}${gain}:precision=f64`;
}).join(",");

const compressor = [
  `acompressor=threshold=${gainOf(COMPRESSOR.thresholdDb)}`,
  `ratio=${COMPRESSOR.ratio}`,
  `knee=${gainOf(COMPRESSOR.kneeDb)}`,
  `attack=${COMPRESSOR.attackMs}`,
  `release=${COMPRESSOR.releaseMs}`,
  "detection=peak:link=maximum",
].join(":");

const saturator = `asoftclip=type=tanh:oversample=${OVERSAMPLING}`;
const clipper = `asoftclip=type=hard:oversample=${OVERSAMPLING}`;
const limiter = [
  `alimiter=limit=${gainOf(LIMITER.ceilingDb)}`,
  `attack=${LIMITER.lookAheadMs}`,
  `release=${LIMITER.releaseMs}`,
  "level=disabled",
].join(":");

function filterGraph(shape: SessionShape): string {
  const fader = gainOf(FADER_DB);
  const sum = (labels: readonly string[]): string =>
    `${labels.join("")}amix=inputs=${labels.length}:normalize=0:weights=${labels.map(() => fader).join(" ")}`;
  const tracks = indices(shape.tracks).map((track) => `[${track}:a]${equaliser},${compressor}[t${track}]`);
  const buses = indices(shape.buses).map((bus) => {
    const members = indices(shape.tracks).filter((track) => busOf(track, shape) === bus);
    return `${sum(members.map((track) => `[t${track}]`))},${equaliser},${compressor},${saturator}[b${bus}]`;
  });
  const master = sum(indices(shape.buses).map((bus) => `[b${bus}]`));
  return [...tracks, ...buses, `${master},${equaliser},${compressor},${clipper},${limiter}[mix]`].join(";");
}
