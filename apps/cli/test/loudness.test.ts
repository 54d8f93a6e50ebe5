import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { add } from "../src/commands/add.ts";
import { bypass, remove } from "../src/commands/edit.ts";
import { init } from "../src/commands/init.ts";
import { loudness } from "../src/commands/loudness.ts";
import { measure } from "../src/commands/measure.ts";
import { render } from "../src/commands/render.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";
import { jsonOf, twobusInside } from "./support/twobus.ts";

const RATE = 16_000;
const RECORDING = { sampleRate: RATE, frames: 2 * RATE };
let folder = "";
let mix = "";
let before = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(RECORDING), "bass.wav": tone({ ...RECORDING, level: 0.1 }) });
  mix = join(folder, "song.mix.json");
  await init(folder, { output: mix, template: "roles" });
  before = await readFile(mix, "utf8");
});

const now = (): Promise<string> => readFile(mix, "utf8");
const limiterNow = async () => parseMix(await now(), mix).document.graphs["stereo-bus-chain"]!.nodes["limiter"]!;

async function change(edit: (document: MixDocument) => void): Promise<void> {
  const { document } = parseMix(before, mix);
  edit(document);
  before = serialiseMix(document);
  await writeFile(mix, before);
}

test.each([-20, -9])("a mix that is to be at %d LUFS is, as rendered and measured", async (target) => {
  const { json, text } = await loudness(mix, { targetLufs: String(target) });
  expect(json).toMatchObject({ graph: "stereo-bus-chain", node: "limiter", param: "gainDb", targetLufs: target });
  expect(json["renders"]).toBeLessThanOrEqual(8);
  const { params, bypassed } = await limiterNow();
  expect([params["gainDb"], bypassed]).toEqual([json["value"], undefined]);
  expect(text).toMatch(/^stereo-bus-chain\/limiter\.gainDb = -?[\d.]+ \(was 0, bypassed\): −[\d.]+ LUFS, true peak /);

  const output = join(folder, "out.wav");
  await render(mix, { output, bitDepth: "32f" });
  const { integratedLufs, truePeakDbtp } = (await measure([output])).json as Record<string, number>;
  expect(Math.abs(integratedLufs! - target)).toBeLessThan(0.11); // the file is float32
  expect(integratedLufs).toBeCloseTo(json["integratedLufs"] as number, 4);
  expect(truePeakDbtp).toBeLessThan(-0.95);
});

test("the file changes as `set` changes it: the drive, the ceiling, and the limiter that works", async () => {
  const { json } = await loudness(mix, { targetLufs: "-12", ceilingDbtp: "-2" });
  const { document } = parseMix(before, mix);
  const limiter = document.graphs["stereo-bus-chain"]!.nodes["limiter"]!;
  delete limiter.bypassed;
  Object.assign(limiter.params, { gainDb: json["value"], ceilingDb: -2 });
  expect(await now()).toBe(serialiseMix(document));
  expect(json["truePeakDbtp"]).toBeLessThan(-1.95);
});

test("asked again, one render says that the mix is there", async () => {
  await loudness(mix, { targetLufs: "-12" });
  const settled = await now();
  expect((await loudness(mix, { targetLufs: "-12" })).json["renders"]).toBe(1);
  expect(await now()).toBe(settled);
});

test("through another level", async () => {
  const { json } = await loudness(mix, { targetLufs: "-9", through: "kick.faderDb" });
  expect(json).toMatchObject({ graph: "mix", node: "kick", param: "faderDb" });
  expect(Math.abs((json["integratedLufs"] as number) + 9)).toBeLessThanOrEqual(0.1);
  await add(mix, "truePeakLimiter", { into: "kick", id: "own" });
  expect((await loudness(mix, { targetLufs: "-10", through: "kick/own" })).json).toMatchObject({ param: "gainDb" });
});

test.each<[string, Parameters<typeof loudness>[1], string, RegExp]>([
  [
    "a target that no drive reaches",
    { targetLufs: "-0.5", ceilingDbtp: "-9" },
    "unreached-loudness",
    /−0\.5 LUFS is out of reach: 24\.00 dB makes .* LUFS, and it goes no higher/,
  ],
  [
    "a target below all drives",
    { targetLufs: "-60" },
    "unreached-loudness",
    /out of reach: −24\.00 dB makes .*no lower/,
  ],
  [
    "a level that is not heard",
    { targetLufs: "-14", through: "stereo-bus/equaliser.outputDb" },
    "unknown-parameter",
    /no parameter/,
  ],
  ["a parameter that is no level", { targetLufs: "-14", through: "kick.panPercent" }, "no-drive", /this is no level/],
  [
    "a ceiling out of range",
    { targetLufs: "-14", ceilingDbtp: "-30" },
    "illegal-value",
    /ceilingDb: must be a number from -20 to 0/,
  ],
  [
    "a ceiling where there is none",
    { targetLufs: "-14", through: "kick.faderDb", ceilingDbtp: "-1" },
    "unknown-parameter",
    /ceilingDb/,
  ],
  ["no number", { targetLufs: "loud" }, "bad-option", /--target-lufs: "loud" must be a number from -60 to 0/],
])("%s is refused in words, and the file stays", async (_, options, code, said) => {
  const refusal = loudness(mix, options);
  await expect(refusal).rejects.toThrow(said);
  await expect(refusal).rejects.toMatchObject({ problems: [{ code }] });
  expect(await now()).toBe(before);
});

test("without a limiter, with two, silent, automated: said in words", async () => {
  await change(({ automation }) => {
    automation["stereo-bus-chain/limiter.gainDb"] = { points: [{ atSeconds: 0, value: 1, curve: "hold" }] };
  });
  await expect(loudness(mix, { targetLufs: "-14" })).rejects.toThrow(/this level is automated/);
  await change((document) => (document.automation = {}));
  await add(mix, "truePeakLimiter", { into: "stereo-bus", id: "second" });
  await expect(loudness(mix, { targetLufs: "-14" })).rejects.toThrow(
    /several .*stereo-bus-chain\/limiter, stereo-bus-chain\/second/,
  );
  for (const id of ["limiter", "second"]) await remove(mix, `stereo-bus/${id}`);
  await expect(loudness(mix, { targetLufs: "-14" })).rejects.toThrow(/no true-peak limiter .*--into stereo-bus/);
});

test("silence, and a chain that is bypassed as a whole", async () => {
  await bypass(mix, "stereo-bus", {});
  const bypassed = await now();
  await expect(loudness(mix, { targetLufs: "-14" })).rejects.toThrow(/stays at .* whatever it is set to/);
  expect(await now()).toBe(bypassed);
  const silence = tone({ ...RECORDING, level: 0 });
  await fill(folder, { "kick.wav": silence, "bass.wav": silence });
  await expect(loudness(mix, { targetLufs: "-14", through: "stereo-bus/limiter" })).rejects.toThrow(/no loudness/);
});

test("on the command line, with --json one object", async () => {
  const said = await twobusInside(folder, "loudness", "song.mix.json", "--target-lufs", "-16", "--json");
  expect(said).toMatchObject({ code: 0, stderr: "" });
  expect(jsonOf(said)).toMatchObject({ targetLufs: -16, node: "limiter" });
  const refused = await twobusInside(folder, "loudness", "song.mix.json", "--target-lufs", "1");
  expect(refused).toMatchObject({ code: 2, stdout: "" });
});
