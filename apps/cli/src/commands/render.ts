import { join } from "node:path";
import { fault } from "@twobus/core";
import { renderFile, type FileRenderResult } from "@twobus/renderer-node";
import { readMix, registry, type MixFile } from "../mix-file.ts";
import { formatLevel, parseNumber, parseWholeNumber } from "../numbers.ts";
import { createProgressBar } from "../progress.ts";
import { refuseInputs } from "../refuse-inputs.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";

export interface RenderOptions extends GlobalOptions {
  readonly output: string;
  readonly bitDepth: "16" | "24" | "32f";
  readonly sampleRate?: string;
  readonly from?: string;
  readonly to?: string;
  readonly threads?: string;
}

const SAMPLE_FORMATS = { "16": "int16", "24": "int24", "32f": "float32" } as const;
const DAY_SECONDS = 86_400;

/** A mix to render, wherever it comes from. */
export interface Renderable extends Pick<MixFile, "document" | "folder" | "warnings"> {
  /** Files that the output must not replace, besides the mix's recordings. */
  readonly inputs: readonly string[];
}

/** Renders a mix. */
export async function render(mixPath: string, options: RenderOptions): Promise<Report> {
  return renderAny(async () => ({ ...(await readMix(mixPath)), inputs: [mixPath] }), options);
}

/** Renders what `read` gives, once the options have been found in order. */
export async function renderAny(read: () => Promise<Renderable>, options: RenderOptions): Promise<Report> {
  const { output, bitDepth } = options;
  const container = containerOf(output, bitDepth);
  const numbers = {
    ...(options.sampleRate === undefined
      ? {}
      : { sampleRate: parseWholeNumber("--sample-rate", 8000, 384_000, options.sampleRate) }),
    ...(options.from === undefined ? {} : { fromSeconds: parseNumber("--from", 0, DAY_SECONDS, options.from) }),
    ...(options.to === undefined ? {} : { toSeconds: parseNumber("--to", 0, DAY_SECONDS, options.to) }),
    ...(options.threads === undefined ? {} : { threads: parseWholeNumber("--threads", 1, 64, options.threads) }),
  };
  const { document, folder, warnings, inputs } = await read();
  await refuseInputs(output, [...inputs, ...Object.values(document.sources).map(({ file }) => join(folder, file))]);
  const bar = createProgressBar("rendering", options.json !== true);
  const startedAt = performance.now();
  try {
    const result = await orderly((signal) =>
      renderFile(document, {
        registry,
        folder,
        path: output,
        container,
        sampleFormat: SAMPLE_FORMATS[bitDepth],
        signal,
        progress: bar.show,
        ...numbers,
      }),
    );
    return reportOf(output, result, (performance.now() - startedAt) / 1000, warnings);
  } finally {
    bar.clear();
  }
}

function containerOf(path: string, bitDepth: RenderOptions["bitDepth"]): "wav" | "flac" {
  const extension = /\.(wav|flac)$/i.exec(path)?.[1]?.toLowerCase() as "wav" | "flac" | undefined;
  if (extension === undefined) throw fault("unknown-output", path, "the name must end in .wav or .flac");
  if (extension === "flac" && bitDepth === "32f") {
    throw fault("unknown-output", path, "FLAC holds no floating point: use --bit-depth 24, or a .wav");
  }
  return extension;
}

function reportOf(
  output: string,
  result: FileRenderResult,
  renderSeconds: number,
  warnings: Report["warnings"] = [],
): Report {
  const { frames, sampleRate, pcmSha256, threads, latencySamples, measure, meters } = result;
  const audioSeconds = frames / sampleRate;
  const timesRealtime = audioSeconds / renderSeconds;
  const json = {
    output,
    frames,
    sampleRate,
    pcmSha256,
    audioSeconds,
    renderSeconds,
    timesRealtime,
    threads,
    latencySamples,
    measure,
    meters,
  };
  const lines = [
    `${output}: ${audioSeconds.toFixed(1)} s at ${sampleRate} Hz, rendered in ${renderSeconds.toFixed(1)} s (${timesRealtime.toFixed(1)}× real time, ${threads} ${threads === 1 ? "thread" : "threads"})`,
    `${formatLevel(measure.integratedLufs, "LUFS")}, true peak ${formatLevel(measure.truePeakDbtp, "dBTP")}, range ${formatLevel(measure.loudnessRangeLu, "LU")}`,
  ];
  return { json, text: lines.join("\n"), warnings: [...warnings, ...result.warnings] };
}
