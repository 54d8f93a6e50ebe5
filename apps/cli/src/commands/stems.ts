import { counted, fault, listed, stemParts, type StemSplit } from "@twobus/core";
import { renderStems, verifyStems, type StemManifest } from "@twobus/renderer-node";
import { readMix } from "../mix-file.ts";
import { parseWholeNumber } from "../numbers.ts";
import { createProgressBar } from "../progress.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { linesOf } from "../sentences.ts";
import { orderly } from "../stopping.ts";

export interface StemsOptions extends GlobalOptions {
  readonly output: string;
  readonly split: string;
  readonly bitDepth: "24" | "32f";
  readonly threads?: string;
}

/** Renders parts of a mix that add up to it. */
export async function stems(mixPath: string, options: StemsOptions): Promise<Report> {
  const { output, bitDepth } = options;
  refuseNameless("--output", output);
  const threads =
    options.threads === undefined ? {} : { threads: parseWholeNumber("--threads", 1, 64, options.threads) };
  const { document, folder, registry, warnings } = await readMix(mixPath);
  const parts = stemParts(document, registry, splitOf(options.split));
  const bar = createProgressBar("rendering stems", options.json !== true);
  const startedAt = performance.now();
  const result = await orderly(async (signal) => {
    try {
      const directory = output;
      return await renderStems(document, {
        registry,
        folder,
        directory,
        parts,
        bitDepth,
        signal,
        progress: bar.show,
        ...threads,
      });
    } finally {
      bar.clear();
    }
  });
  const renderSeconds = (performance.now() - startedAt) / 1000;
  const { manifest } = result;
  const width = Math.max(...manifest.stems.map(({ file }) => file.length)) + 2;
  const lines = manifest.stems.map(
    ({ file, name, tracks }) =>
      `  ${file.padEnd(width)}${name === "rest" && tracks.length === 0 ? "rounding" : tracks.join(", ")}`,
  );
  return {
    json: { output, renderSeconds, ...manifest },
    text: [
      `${output}: ${counted(manifest.stems.length, "stem")} and the mix, ${sumOf(manifest.null)}${trimOf(manifest.trimDb)}`,
      ...lines,
      ...attributionOf(manifest),
    ].join("\n"),
    warnings: [...warnings, ...result.warnings],
  };
}

/** Proves stems again from their files. */
export async function verify(directory: string): Promise<Report> {
  refuseNameless("stems verify", directory);
  const { manifest, problems, ...sum } = await verifyStems(directory);
  const { attributedToRest } = manifest;
  const text =
    problems.length === 0
      ? [`${directory}: ${counted(manifest.stems.length, "stem")}, ${sumOf(sum)}`, ...attributionOf(manifest)]
      : linesOf(problems);
  return {
    json: { directory, ...sum, attributedToRest, problems },
    text: text.join("\n"),
    exitCode: problems.length === 0 ? 0 : 1,
  };
}

function refuseNameless(at: string, folder: string): void {
  if (folder === "") throw fault("bad-option", at, "the name of the folder is empty");
}

function splitOf(text: string): StemSplit {
  if (text === "buses" || text === "tracks") return text;
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw fault("bad-option", "--split", `"${text}" must be buses, tracks, or names of strips with commas between them`);
}

/** What stems cannot follow is said, not hidden in the rest. */
const attributionOf = ({ attributedToRest }: StemManifest): string[] =>
  attributedToRest.length === 0
    ? []
    : [`  the rest also holds what ${listed(attributedToRest)} changed: no stem can follow that`];

const sumOf = ({
  identical,
  residualPeakDbfs,
}: {
  readonly identical: boolean;
  readonly residualPeakDbfs: number | null;
}): string =>
  identical ? "they add up to it bit for bit" : `they add up to it within ${residualPeakDbfs!.toFixed(1)} dBFS`;

const trimOf = (trimDb: number): string =>
  trimDb === 0 ? "" : `; all ${-trimDb} dB quieter, so that none exceeds full scale`;
