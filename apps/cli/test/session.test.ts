import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";
import { jsonOf, twobus, twobusInside } from "./support/twobus.ts";

/** Each line with the fields that it prints with `--json`. They are documented in the README. */
const session: readonly (readonly [line: string, exitCode: number, fields: string])[] = [
  ["init stems -o song.mix.json", 0, "matched output pairs references template unassigned unusable warnings"],
  ["add song.mix.json delay --into kick", 0, "graph node warnings"],
  ["set song.mix.json kick/delay.delayMs 20", 0, "graph node param value warnings"],
  ["set song.mix.json kick.faderDb -3", 0, "graph node param value warnings"],
  ["connect song.mix.json kick stereo-bus --gain-db -9", 0, "from gainDb graph to warnings"],
  ["disconnect song.mix.json kick stereo-bus", 0, "from graph to warnings"],
  ["bypass song.mix.json stereo-bus/limiter --off", 0, "bypassed graph node warnings"],
  ["remove song.mix.json snare", 0, "graph node warnings"],
  ["migrate song.mix.json", 0, "changes output warnings"],
  ["validate song.mix.json", 0, "problems valid warnings"],
  ["bundle song.mix.json -o song.twobus.zip", 0, "bytes output recordings warnings"],
  ["picture song.mix.json -o song.svg", 0, "output warnings"],
  [
    "describe delay",
    0,
    "category estimates examples inputs linearity meters name outputs params references summary type version words",
  ],
  [
    "render song.mix.json -o a.wav --bit-depth 32f",
    0,
    "audioSeconds frames latencySamples measure meters output pcmSha256 renderSeconds sampleRate threads timesRealtime warnings",
  ],
  ["render song.mix.json -o b.flac --threads 1 --sample-rate 16000 --from 0.1 --to 0.6", 0, ""],
  [
    "measure a.wav",
    0,
    "bitDepth channels correlation dcOffset durationSeconds file integratedLufs loudnessRangeLu momentaryMaxLufs plrDb samplePeakDbfs sampleRate shortTermMaxLufs truePeakDbtp warnings",
  ],
  ["null a.wav a.wav", 0, "identical offsetSamples residualPeakDbfs residualRelativeDb residualRmsDbfs warnings"],
  ["null a.wav stems/kick.wav", 2, "problems"],
];

test("a session of a user's: with --json every command prints one object, and nothing else", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "stems/kick.wav": tone({ frames: 8000 }), "stems/snare.wav": tone({ frames: 8000 }) });
  for (const [line, exitCode, fields] of session) {
    const said = await twobusInside(folder, ...line.split(" "), "--json");
    expect([line, said.code, said.stderr]).toEqual([line, exitCode, ""]);
    const found = Object.keys(jsonOf(said)).toSorted();
    if (fields !== "") expect([line, ...found]).toEqual([line, ...fields.split(" ")]);
  }
  const flac = await readFile(join(folder, "b.flac"));
  expect(flac.subarray(0, 4).toString()).toBe("fLaC");
}, 20_000);

test("in a process of its own the same: a result with a warning, a fault", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "a.wav": tone().subarray(0, 1000), "b.wav": "words" });
  const [measured, refused] = await Promise.all([
    twobus(folder, "measure", "a.wav", "--json"),
    twobus(folder, "measure", "b.wav", "--json"),
  ]);
  expect(measured).toMatchObject({ code: 0, stderr: "" });
  expect(jsonOf(measured)).toMatchObject({ file: "a.wav", warnings: [{ code: "truncated", at: "a.wav" }] });
  expect(refused).toMatchObject({ code: 2, stderr: "" });
  expect(jsonOf(refused)).toMatchObject({ problems: [{ code: "not-audio", at: "b.wav" }] });
}, 20_000);

test("without --json warnings and faults go to stderr, results to stdout", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "a.wav": tone().subarray(0, 1000), "b.wav": "words" });
  const said = await twobusInside(folder, "measure", "a.wav", "b.wav");
  expect(said.code).toBe(2);
  expect(said.stdout).toMatch(/^a\.wav: 0\.06 s, 8000 Hz, 1 ch, 16 bit$/m);
  expect(said.stderr).toMatch(/^warning: a\.wav: the file breaks off/m);
  expect(said.stderr).toMatch(/^twobus: b\.wav: this is no audio file/m);
});
