import { addressText, counted, fault, type TwobusError } from "@twobus/core";
import { LOUDNESS_TOLERANCE_LU, nextLoudnessStep, type LoudnessStep, type LoudnessTrial } from "@twobus/measure";
import { findDrive, withDrive, type Drive } from "../loudness-drive.ts";
import { readMix, type MixFile } from "../mix-file.ts";
import { createMixMeter, type MeasuredMix } from "../mix-loudness.ts";
import { formatLevel, parseNumber, parseWholeNumber } from "../numbers.ts";
import { createProgressBar } from "../progress.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";
import { edit } from "./edit.ts";

export interface LoudnessOptions extends GlobalOptions {
  readonly targetLufs: string;
  readonly through?: string;
  readonly ceilingDbtp?: string;
  readonly threads?: string;
}

const QUIETEST_LUFS = -60;

/** Renders a mix with one level or another until it is as loud as asked for, then sets that level in the mix. */
export async function loudness(mixPath: string, options: LoudnessOptions): Promise<Report> {
  const targetLufs = parseNumber("--target-lufs", QUIETEST_LUFS, 0, options.targetLufs);
  const mix = await readMix(mixPath);
  const drive = findDrive(mix.document, mix.registry, options.through);
  const { levelDb, measured, renders } = await search(mix, drive, targetLufs, options);
  const { integratedLufs, truePeakDbtp, warnings } = measured;
  const address = addressText(drive);
  const wasBypassed = mix.document.graphs[drive.graph]!.nodes[drive.node]!.bypassed === true;
  const said = `${address} = ${levelDb} (was ${drive.valueDb}${wasBypassed ? ", bypassed" : ""})`;
  return edit(mixPath, ({ document, registry }) => ({
    document: withDrive(document, registry, drive, levelDb, options.ceilingDbtp),
    text: `${said}: ${formatLevel(integratedLufs, "LUFS")}, true peak ${formatLevel(truePeakDbtp, "dBTP")}, found in ${counted(renders, "render")}`,
    json: {
      graph: drive.graph,
      node: drive.node,
      param: drive.param,
      value: levelDb,
      targetLufs,
      renders,
      integratedLufs,
      truePeakDbtp,
    },
    warnings,
  }));
}

interface Found {
  readonly levelDb: number;
  readonly measured: MeasuredMix;
  readonly renders: number;
}

async function search(mix: MixFile, drive: Drive, targetLufs: number, options: LoudnessOptions): Promise<Found> {
  const { document, registry, folder } = mix;
  const threads =
    options.threads === undefined ? {} : { threads: parseWholeNumber("--threads", 1, 64, options.threads) };
  const meter = await createMixMeter({ registry, folder, ...threads });
  const trials: LoudnessTrial[] = [];
  let levelDb = drive.valueDb;
  try {
    for (;;) {
      const tried = withDrive(document, registry, drive, levelDb, options.ceilingDbtp);
      const bar = createProgressBar(`render ${trials.length + 1}`, options.json !== true);
      const measured = await orderly((signal) => meter.measure(tried, signal, bar.show)).finally(bar.clear);
      trials.push({ gainDb: levelDb, integratedLufs: measured.integratedLufs });
      const step = nextLoudnessStep(trials, { targetLufs, minDb: drive.minDb, maxDb: drive.maxDb });
      if (step.kind === "reached") return { levelDb, measured, renders: trials.length };
      if (step.kind !== "try") throw unreached(step, drive, targetLufs, trials.length);
      levelDb = step.gainDb;
    }
  } finally {
    await meter.dispose();
  }
}

function unreached(
  { kind, nearest }: Exclude<LoudnessStep, { readonly kind: "try" | "reached" }>,
  drive: Drive,
  targetLufs: number,
  renders: number,
): TwobusError {
  const target = formatLevel(targetLufs, "LUFS");
  const come = `${formatLevel(nearest.gainDb, "dB", 2)} makes ${formatLevel(nearest.integratedLufs, "LUFS")}`;
  const isTooQuiet = nearest.integratedLufs < targetLufs;
  const sentences = {
    gainNotHeard: `the mix stays at ${formatLevel(nearest.integratedLufs, "LUFS")} whatever it is set to: what follows lets no more through, or it is bypassed, muted or driven by something else; name another with --through`,
    outOfRange: `${target} is out of reach: ${come}, and it goes no ${isTooQuiet ? "higher; turn up what comes before it" : "lower; turn down what comes before it"}`,
    unsettled: `${target} was not met within ${LOUDNESS_TOLERANCE_LU} LU in ${counted(renders, "render")}: ${come}, which was nearest; set it by hand`,
  };
  return fault("unreached-loudness", addressText(drive), sentences[kind]);
}
