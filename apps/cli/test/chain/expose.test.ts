// What a chain node shows, set on the command line: names, order, ranges, macros and meters.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { meterPlace, parseMix, type GraphInterface } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { fill, temporaryFolder, tone } from "../support/recordings.ts";
import { jsonOf, twobusInside } from "../support/twobus.ts";

let folder = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone({ sampleRate: 48000, frames: 4800 }) });
  await twobusInside(folder, "init", ".", "-o", "song.mix.json");
  for (const type of ["transientShaper", "tapeSaturator", "glueCompressor"]) {
    await twobusInside(folder, "add", "song.mix.json", type, "--into", "stereo-bus");
  }
  const nodes = ["transientShaper", "tapeSaturator", "glueCompressor"].map((node) => `stereo-bus/${node}`);
  await twobusInside(folder, "chain", "group", "song.mix.json", ...nodes, "--id", "crunch");
});

const expose = (...words: string[]) =>
  twobusInside(folder, "chain", "expose", "song.mix.json", "stereo-bus/crunch", ...words, "--json");

const document = async () => parseMix(await readFile(join(folder, "song.mix.json"), "utf8"), "song").document;
const shown = async (): Promise<GraphInterface> => (await document()).graphs["crunch"]!.interface;

test("parameters are shown, narrowed, renamed and put in order", async () => {
  await expose("driveDb", "tapeSaturator.driveDb");
  await expose("attackDb", "transientShaper.attackDb");
  expect(jsonOf(await expose("driveDb", "--min", "-3", "--max", "9"))).toMatchObject({
    shows: ["attackDb", "driveDb"],
  });
  const moved = await expose("driveDb", "--rename", "gritDb", "--at", "1");
  expect(jsonOf(moved)).toMatchObject({ name: "gritDb", shows: ["gritDb", "attackDb"] });
  expect((await shown()).params["gritDb"]).toEqual({ targets: ["tapeSaturator.driveDb"], min: -3, max: 9 });
  await expose("gritDb", "--off");
  expect(Object.keys((await shown()).params)).toEqual(["attackDb"]);
});

test("targets with ranges are a macro, each on a curve of its own", async () => {
  const targets = ["tapeSaturator.driveDb=0..12", "glueCompressor.thresholdDb=-6..-30:smooth"];
  await expose("crushPercent", ...targets, "--percent", "25");
  expect((await shown()).params["crushPercent"]).toEqual({
    targets: ["tapeSaturator.driveDb", "glueCompressor.thresholdDb"],
    ranges: {
      "tapeSaturator.driveDb": { from: 0, to: 12 },
      "glueCompressor.thresholdDb": { from: -6, to: -30, curve: "smooth" },
    },
    percent: 25,
  });
});

test("a meter is shown, and leads to the processor that has it", async () => {
  await expose("squash", "glueCompressor.gainReductionDb", "--meter");
  const mix = await document();
  const node = mix.graphs["stereo-bus-chain"]!.nodes["crunch"]!;
  const place = { path: ["crunch", "glueCompressor"], meter: "gainReductionDb" };
  expect(meterPlace(mix, "crunch", node, "squash")).toEqual(place);
  await expose("squash", "--meter", "--off");
  expect((await shown()).meters ?? {}).toEqual({});
});

test.each([
  [["crushPercent", "tapeSaturator.driveDb=0..12:wild"], /curves are linear, exponential, smooth/],
  [["crushPercent", "tapeSaturator.driveDb=0..12", "glueCompressor.thresholdDb"], /a range for each of its targets/],
  [["crushPercent", "tapeSaturator.driveDb=0..999"], /both ends of tapeSaturator\.driveDb/],
  [["driveDb", "--min", "low"], /nothing of this name is shown yet/],
  [["driveDb", "tapeSaturator.driveDb", "--min", "low"], /--min: "low" must be a number/],
  [["driveDb", "tapeSaturator.driveDb", "--at", "3"], /--at: "3" must be a number from 1 to 1/],
  [["driveDb", "--at", "1"], /shows no parameter driveDb/],
  [["squash", "glueCompressor.loudness", "--meter"], /has no meter loudness/],
  [["squash", "glueCompressor.gainReductionDb", "--meter", "--at", "1"], /name one meter inside/],
])("%j is refused, and the mix stays as it was", async (words, said) => {
  const before = await readFile(join(folder, "song.mix.json"), "utf8");
  const { code, stderr } = await twobusInside(
    folder,
    "chain",
    "expose",
    "song.mix.json",
    "stereo-bus/crunch",
    ...words,
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(await readFile(join(folder, "song.mix.json"), "utf8")).toBe(before);
});
