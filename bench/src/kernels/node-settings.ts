import type { PlainValues } from "@twobus/core";
import { equaliserValues } from "../session/mix.ts";
import { BANDS, COMPRESSOR, indices, KEY_HIGH_PASS_HZ } from "../session/topology.ts";
import { STUDY, type StudyFigure } from "./study.ts";

/** One way to set a node that is worth a time of its own. */
export interface Setting {
  readonly words: string;
  readonly values: PlainValues;
  readonly study?: StudyFigure;
}

/** A node that is not named in `SETTINGS`, or a kernel that has no settings. */
export const DEFAULTS: readonly Setting[] = [{ words: "", values: {} }];

const at = (factor: number, words = "", values: PlainValues = {}): Setting => ({
  words: [`${factor}×`, words].filter((part) => part !== "").join(", "),
  values: { ...values, oversampling: factor },
});
const oversampled = [1, 2, 4, 8].map((factor) => at(factor));
/** What the song hears, and what the figure is asked at. */
const plainAndOversampled = (words = "", values: PlainValues = {}): Setting[] => [
  at(1, words, values),
  at(4, words, values),
];

/** The same of each of so many bands, for parameters that are named after them. */
const bands = (count: number, values: PlainValues): PlainValues =>
  Object.fromEntries(
    indices(count).flatMap((band) => Object.entries(values).map(([name, value]) => [`band${band + 1}${name}`, value])),
  );

const compressing = { ...COMPRESSOR, keyHighPassHz: KEY_HIGH_PASS_HZ };
const weighted = { thrust: "loud", linkFilter: "bandPass" };

/** Settings that cost differently, the dearest ways to set a node that is not linear among them. */
export const SETTINGS: Readonly<Record<string, readonly Setting[]>> = {
  "twobus.parametricEq": [
    { words: "all off", values: {} },
    { words: `${BANDS.length} bands`, values: equaliserValues, study: STUDY.equaliser },
  ],
  "twobus.dynamicEq": [
    { words: "all off", values: {} },
    ...["1 bell", "2 bells", "4 bells"].flatMap((words) =>
      plainAndOversampled(words, bands(Number(words[0]), { Shape: "bell" })),
    ),
    at(4, "1 high shelf", { band4Shape: "highShelf" }),
    at(4, "1 bell, relative", { band2Shape: "bell", band2Reference: "relative" }),
  ],
  "twobus.masteringEq": [
    { words: "all off", values: {} },
    ...[1, 4].map((factor) => at(factor, "coloured, 2 bands", { colour: true, lowGainDb: 3, highGainDb: 3 })),
  ],
  "twobus.colourEq": [
    { words: "all off", values: {} },
    at(4, "1 band boosted by 9 dB", { band3GainDb: 9 }),
    at(4, "5 bands boosted by 9 dB", bands(5, { GainDb: 9 })),
  ],
  "twobus.digitalCompressor": [
    { words: "key high-pass", values: compressing, study: STUDY.compressor },
    { words: "key high-pass, RMS, look-ahead", values: { ...compressing, detector: "rms", lookAheadMs: 5 } },
    at(4, "key high-pass, RMS, look-ahead", { ...compressing, detector: "rms", lookAheadMs: 5 }),
    at(4, "decoupled, automatic release, unlinked", { ballistics: "decoupled", autoRelease: true, linkPercent: 50 }),
  ],
  "twobus.glueCompressor": [...plainAndOversampled(), at(4, "automatic release", { release: "auto" })],
  "twobus.punchCompressor": [
    ...plainAndOversampled(),
    ...plainAndOversampled("loud thrust, band-pass link", weighted),
    at(4, "loud thrust, band-pass link, feedback", { ...weighted, topology: "feedback" }),
  ],
  "twobus.multibandCompressor": [...plainAndOversampled(), at(4, "6 bands", { bands: 6 })],
  "twobus.multibandSaturator": [
    { words: "", values: {} },
    { words: "50 % drive in all bands", values: bands(4, { DrivePercent: 50 }) },
  ],
  "twobus.tubeSaturator": oversampled.map((setting) =>
    setting.values["oversampling"] === 4 ? { ...setting, study: STUDY.saturator } : setting,
  ),
  "twobus.tapeSaturator": [...oversampled, at(4, "7.5 ips", { speedIps: 7.5 }), at(8, "7.5 ips", { speedIps: 7.5 })],
  "twobus.clipper": [
    ...[1, 2, 4, 8].flatMap((factor) => [
      at(factor, "", { truePeak: false }),
      at(factor, "true peak", { truePeak: true }),
    ]),
    at(4, "true peak, driven by 18 dB", { truePeak: true, driveDb: 18 }),
  ],
  "twobus.deEsser": [...plainAndOversampled(), at(4, "absolute, wide", { detection: "absolute", mode: "wide" })],
  "twobus.gate": plainAndOversampled(),
  "twobus.truePeakLimiter": [{ words: "", values: {}, study: STUDY.limiter }],
  "twobus.bus": [{ words: "", values: { summing: "thick", summingDriveDb: 10 } }],
  "twobus.echo": [{ words: "", values: {} }, at(4, "saturated", { colour: "saturated" })],
  "twobus.delay": [{ words: "100 ms", values: { delayMs: 100 } }],
};
