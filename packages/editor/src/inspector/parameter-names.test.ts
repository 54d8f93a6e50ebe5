import { choice, decibels, hertz, percent, quality, toggle, type Parameters } from "@twobus/core";
import { expect, test } from "vitest";
import { groupParameters, readName } from "./parameter-names.ts";

test.each([
  ["thresholdDb", "Threshold", "dB"],
  ["keyHighPassHz", "Key high pass", "Hz"],
  ["attackMs", "Attack", "ms"],
  ["recoverySeconds", "Recovery", "s"],
  ["tempoBpm", "Tempo", "bpm"],
  ["mixPercent", "Mix", "%"],
  ["slopeDbPerOctave", "Slope", "dB/oct"],
  ["speedIps", "Speed", "ips"],
  ["stereoDegrees", "Stereo", "°"],
  ["crossover2Hz", "Crossover 2", "Hz"],
  ["rmsWindowMs", "RMS window", "ms"],
  ["ratio", "Ratio", undefined],
  ["q", "Q", undefined],
  ["truePeak", "True peak", undefined],
  ["solo1", "Solo 1", undefined],
])("%s is read as %s", (name, label, unit) => {
  expect(readName(name)).toEqual({ label, ...(unit !== undefined && { unit }) });
});

const description = "";
const level = decibels({ min: -24, max: 24, default: 0, description });
const frequency = hertz({ min: 20, max: 20_000, default: 1000, description });
const q = quality({ min: 0.1, max: 10, default: 1, description });
const share = percent({ min: 0, max: 100, default: 100, description });
const on = toggle({ default: false, description });
const shape = choice(["off", "bell"], { default: "off", description });

/** Headings, and the labels below them. */
const outline = (parameters: Parameters) =>
  groupParameters(parameters).map(({ heading = "", parameters: inside }) => [
    heading,
    ...inside.map(({ label }) => label),
  ]);

test("numbered bands are groups; what belongs to all of them comes first", () => {
  expect(
    outline({
      band1Shape: shape,
      band1FrequencyHz: frequency,
      band1Q: q,
      band2Shape: shape,
      band2FrequencyHz: frequency,
      outputGainDb: level,
    }),
  ).toEqual([
    ["", "Output gain"],
    ["Band 1", "Shape", "Frequency", "Q"],
    ["Band 2", "Shape", "Frequency"],
  ]);
});

test("parts that are named are groups, and so is their switch; a single one is none", () => {
  expect(
    outline({
      highPass: on,
      highPassFrequencyHz: frequency,
      lowMidGainDb: level,
      lowMidQ: q,
      lowGainDb: level,
      lowFrequencyHz: frequency,
      lowestHz: frequency,
      keyListen: on,
    }),
  ).toEqual([
    ["", "Lowest", "Key listen"],
    ["High pass", "High pass", "Frequency"],
    ["Low mid", "Gain", "Q"],
    ["Low", "Gain", "Frequency"],
  ]);
});

test("crossovers stand among the rest, and names that would read alike say their unit", () => {
  expect(
    outline({ crossover1Hz: frequency, crossover2Hz: frequency, highWidthPercent: share, highWidthHz: frequency }),
  ).toEqual([
    ["", "Crossover 1", "Crossover 2"],
    ["High", "Width (%)", "Width (Hz)"],
  ]);
});

test("no parameter is lost", () => {
  const parameters = { a1B: on, a1C: on, low: on, lowX: on, plain: on };
  const names = groupParameters(parameters).flatMap((group) => group.parameters.map(({ name }) => name));
  expect(names.toSorted()).toEqual(Object.keys(parameters).toSorted());
});
