import type { Registry } from "../definition/pack.ts";
import { FORMAT, FORMAT_VERSION, type MixDocument } from "../document/types.ts";
import { isReference, pathToBus } from "./match-file.ts";
import { findPairs } from "./pairs.ts";
import { planBuses, type TrackPlan } from "./plan-buses.ts";
import { readNames } from "./reading.ts";
import type { IntakeFile, IntakeReport, MatchedFile, UnassignedFile } from "./report.ts";
import { DEFAULT_TEMPLATE, type Template } from "./templates.ts";
import { warningsFor } from "./warnings.ts";
import { writeMix, type WrittenMix } from "./write-mix.ts";

/** What `mixFromFiles` starts from. */
export interface IntakeOptions {
  readonly name: string;
  /** Hz. Absent means the rate that most tracks have; of equally many, the higher. */
  readonly sampleRate?: number;
  readonly files: readonly IntakeFile[];
  readonly template?: Template;
  /** Knows the strips and the processors of the stereo bus. */
  readonly registry: Registry;
}

/** A mix, and what became of each file. */
export interface Intake {
  readonly document: MixDocument;
  readonly report: IntakeReport;
}

/** The rate of a mix without tracks, in hertz. */
const USUAL_SAMPLE_RATE = 48000;

/**
 * A mix from audio files, built from the stereo bus backwards: every track through a bus, gains at unity, and on the
 * stereo bus a compressor, a saturator, an equaliser and a limiter, ready and bypassed. Rough mixes are recognised
 * by their names and left out. Throws `unknown-type` where the registry lacks a node it needs.
 */
export function mixFromFiles({ name, files, registry, template = DEFAULT_TEMPLATE, ...wishes }: IntakeOptions): Intake {
  const readings = readNames(files.map(({ file }) => file));
  const everything = files.map((file, index): TrackPlan => ({ file, reading: readings[index]! }));
  const references = everything.filter(({ reading }) => isReference(reading.recognised));
  const tracks = everything.filter(({ reading }) => !isReference(reading.recognised));
  const sides = findPairs(tracks);
  const sampleRate = wishes.sampleRate ?? commonSampleRate(tracks);
  const buses = planBuses(tracks, template);
  const written = writeMix(buses, sides.pairs, registry);
  return {
    document: {
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      name,
      sampleRate,
      ...written.parts,
      automation: {},
    },
    report: {
      template: template.name,
      ...reportTracks(tracks, written, template),
      references: references.map(({ file, reading }) => ({
        file: file.file,
        role: reading.recognised!.role,
        keywords: reading.recognised!.keywords,
      })),
      pairs: sides.pairs.map(({ left, right }) => ({ left: left.file.file, right: right.file.file })),
      warnings: warningsFor(tracks, sides, sampleRate),
    },
  };
}

function commonSampleRate(tracks: readonly TrackPlan[]): number {
  const counts = new Map<number, number>();
  for (const { file } of tracks) counts.set(file.sampleRate, (counts.get(file.sampleRate) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || b - a)[0]?.[0] ?? USUAL_SAMPLE_RATE;
}

function reportTracks(
  tracks: readonly TrackPlan[],
  { places }: WrittenMix,
  template: Template,
): Pick<IntakeReport, "matched" | "unassigned"> {
  const matched: MatchedFile[] = [];
  const unassigned: UnassignedFile[] = [];
  for (const plan of tracks) {
    const { file, reading } = plan;
    const { track, bus } = places.get(plan)!;
    const { recognised } = reading;
    if (!recognised) {
      unassigned.push({ file: file.file, track, reason: "No word of the name says what it is." });
    } else if (pathToBus(recognised.role, template).length === 0) {
      const reason = `The name says ${recognised.role}, and the template "${template.name}" has no bus for it.`;
      unassigned.push({ file: file.file, track, reason });
    } else {
      matched.push({ file: file.file, track, bus, ...recognised });
    }
  }
  return { matched, unassigned };
}
