import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { measure } from "../src/commands/measure.ts";
import { nullTest } from "../src/commands/null.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await temporaryFolder();
  await fill(folder, {
    "a.wav": tone({ frames: 16_000 }),
    "same.wav": tone({ frames: 16_000 }),
    "half.wav": tone({ frames: 16_000, level: 0.125 }),
    "short.wav": tone({ frames: 12_000 }),
    "stereo.wav": tone({ frames: 16_000, channels: 2 }),
    "44.wav": tone({ frames: 16_000, sampleRate: 44_100 }),
    "slow.wav": tone({ frames: 16_000, sampleRate: 5000 }),
    "eight.wav": tone({ channels: 8 }),
    "silent.wav": tone({ frames: 16_000, level: 0 }),
    "cut.wav": tone({ frames: 16_000 }).subarray(0, 20_044),
    "words.wav": "no sound",
  });
});

test("one file: its figures, flat", async () => {
  const { json, exitCode } = await measure([at("a.wav")]);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ file: at("a.wav"), sampleRate: 8000, channels: 1, bitDepth: 16, durationSeconds: 2 });
  // A peak of 0.25 is 12.04 dB below full scale.
  expect(json["samplePeakDbfs"]).toBeCloseTo(-12.04, 1);
  expect(json["correlation"]).toBeNull();
});

test("silence has no loudness, and says so with null", async () => {
  expect((await measure([at("silent.wav")])).json).toMatchObject({ integratedLufs: null, truePeakDbtp: null });
});

test("several files: those that can be are measured, the others are named, and it ends with 2", async () => {
  const names = ["a.wav", "words.wav", "slow.wav", "cut.wav", "eight.wav", "gone.wav"];
  const report = await measure(names.map(at));
  expect(report.exitCode).toBe(2);
  expect(report.json).toMatchObject({
    files: [{ file: at("a.wav") }, { file: at("cut.wav"), durationSeconds: 1.25 }],
    problems: [
      { code: "not-audio", at: at("words.wav") },
      { code: "unsupported-sample-rate", at: at("slow.wav") },
      { code: "unsupported-channels", at: at("eight.wav") },
      { code: "enoent", at: at("gone.wav") },
    ],
  });
  expect(report.warnings).toEqual([expect.objectContaining({ code: "truncated", at: at("cut.wav") })]);
});

test("where none can be measured there is nothing but problems", async () => {
  await expect(measure([at("words.wav"), at("gone.wav")])).rejects.toMatchObject({
    problems: [{ at: at("words.wav") }, { at: at("gone.wav") }],
  });
});

test("null: equal files", async () => {
  expect(await nullTest(at("a.wav"), at("same.wav"))).toMatchObject({
    exitCode: 0,
    text: "identical: every sample is equal",
    json: { identical: true, residualPeakDbfs: null, offsetSamples: 0 },
  });
});

test("null: at half the level half is left, 6.02 dB down", async () => {
  const { json, exitCode, text } = await nullTest(at("a.wav"), at("half.wav"));
  expect(exitCode).toBe(1);
  expect(text).toMatch(/\nin place: no better alignment was found within 1 s$/);
  expect(json).toMatchObject({ identical: false, offsetSamples: 0 });
  expect(json["residualRelativeDb"]).toBeCloseTo(-6.02, 1);
});

test("null: what one file has beyond the other's end is left, and a file that breaks off is said", async () => {
  const { json, exitCode } = await nullTest(at("a.wav"), at("short.wav"));
  expect(exitCode).toBe(1);
  // A quarter of an even tone: −6.02 dB.
  expect(json["residualRelativeDb"]).toBeCloseTo(-6.02, 1);
  expect((await nullTest(at("a.wav"), at("cut.wav"))).warnings).toEqual([
    expect.objectContaining({ code: "truncated", at: at("cut.wav") }),
  ]);
});

test.each([
  ["44.wav", "different-sample-rate", "the files differ: 8000 and 44100 Hz; convert one of them before comparing"],
  ["stereo.wav", "different-channels", "the files differ: 1 and 2 channels; convert one of them before comparing"],
])("null: %s is another shape, and both files are named", async (name, code, message) => {
  const [a, b] = [at("a.wav"), at(name)];
  await expect(nullTest(a, b)).rejects.toMatchObject({ problems: [{ code, at: `${a} and ${b}`, message }] });
});

test.each(["gone.wav", "words.wav"])("null: %s is named", async (name) => {
  await expect(nullTest(at("a.wav"), at(name))).rejects.toMatchObject({ problems: [{ at: at(name) }] });
  await expect(nullTest(at(name), at("a.wav"))).rejects.toMatchObject({ problems: [{ at: at(name) }] });
});
