import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { isHeldBySampleRate } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { describe } from "../src/commands/describe.ts";
import { render, type RenderOptions } from "../src/commands/render.ts";
import { jsonOf, twobus, twobusInside, twobusUnder } from "./support/twobus.ts";

const here = tmpdir();

test("without a command: the help, on stderr, and 2", async () => {
  const ended = await twobus(here);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/^Usage: twobus/);
});

test("--help and --version end with 0", async () => {
  const [help, version, ofRender] = await Promise.all([
    twobus(here, "--help"),
    twobus(here, "--version"),
    twobus(here, "render", "--help"),
  ]);
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as object;
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const command of ["init", "render", "measure", "null", "picture", "validate", "plan", "describe", "schema"]) {
    expect(help.stdout).toContain(`\n  ${command}`);
  }
  expect(version).toMatchObject({ code: 0, stdout: `${(manifest as { version: string }).version}\n` });
  expect(ofRender.stdout).toContain("--bit-depth");
});

const wrong: readonly (readonly [words: string[], said: RegExp])[] = [
  [["rendr"], /unknown command 'rendr'.*Did you mean render\?/s],
  [["render", "a.json"], /required option '-o, --output <file>' not specified/],
  [["render", "a.json", "-o", "a.wav", "--bit-dept", "16"], /unknown option '--bit-dept'.*--bit-depth/s],
  [["render", "a.json", "-o", "a.wav", "--bit-depth", "12"], /Allowed choices are 16, 24, 32f/],
  [["set", "a.json", "kick.faderDb"], /missing required argument 'value'/],
  [["null", "a.wav", "b.wav", "c.wav"], /too many arguments/],
  [["measure"], /missing required argument 'file'/],
];

test.each(wrong)("%j is said to be wrong on stderr, with 2", async (words, saying) => {
  const said = await twobusInside(here, ...words);
  expect(said).toMatchObject({ code: 2, stdout: "" });
  expect(said.stderr).toMatch(saying);
  expect(said.stderr).not.toContain("    at ");
});

const refused: readonly (readonly [options: Partial<RenderOptions>, said: RegExp])[] = [
  [{ output: "a.mp3" }, /a\.mp3: the name must end in \.wav or \.flac/],
  [{ output: "a.flac", bitDepth: "32f" }, /FLAC holds no floating point/],
  [{ threads: "none" }, /--threads: "none" must be a number from 1 to 64/],
  [{ threads: "1.5" }, /--threads: "1\.5" must be a whole number/],
  [{ sampleRate: "-1" }, /--sample-rate: "-1" must be a number from 8000/],
  [{ sampleRate: "44100.5" }, /--sample-rate: "44100\.5" must be a whole number/],
  [{ from: "NaN" }, /--from: "NaN" must be a number from 0/],
  [{ to: "" }, /--to: "" must be a number/],
  [{}, /nowhere\.json: there is no such file/],
];

test.each(refused)("render refuses %o", async (options, said) => {
  await expect(render("nowhere.json", { output: "a.wav", bitDepth: "24", ...options })).rejects.toThrow(said);
});

test("schema prints that of mixes, or of chains", async () => {
  const [mix, chain] = [await twobusInside(here, "schema"), await twobusInside(here, "schema", "chain")];
  expect(jsonOf(mix)).toMatchObject({ title: "Twobus mix" });
  expect(jsonOf(chain)["$id"]).toMatch(/chain-1\.json$/);
});

test("describe names the nodes that come near", async () => {
  await expect(describe("gluecompresor")).rejects.toThrow(/did you mean twobus\.glueCompressor/);
});

test.each([
  ["glue", "twobus.glueCompressor", "chain:glue-two-bus"],
  ["grab", "twobus.punchCompressor"],
  ["Smoke", "twobus.diodeCompressor"],
  ["warm", "twobus.tubeSaturator", "twobus.bus", "chain:tape-print"],
])("describe finds nodes and chains that people call %s, each with a sentence", async (word, ...found) => {
  const { text } = await describe(word);
  for (const name of found) expect(text).toMatch(new RegExp(`^${name} +\\S.*\\.$`, "m"));
});

test.each(["", ":", " ", "chain:"])("describe %j is refused", async (word) => {
  await expect(describe(word)).rejects.toThrow(/is neither a node type nor a word/);
});

test("describe finds a chain by its address", async () => {
  expect((await describe("chain:drum-bus")).text).toMatch(/^chain:drum-bus +\S.*\.$/m);
});

test("describe says of every frequency that can be half of a sample rate or more that it is held below", async () => {
  for (const { type, params } of builtInPack.nodes) {
    const { text } = await describe(type);
    for (const [name, parameter] of Object.entries(params)) {
      const line = text.split("\n").find((row) => row.startsWith(`  ${name} `))!;
      expect(/held below .+ of the sample rate/i.test(line), line).toBe(isHeldBySampleRate(parameter));
    }
  }
});

test.each([[], ["rendr"], ["render", "--json"], ["set", "a.json"], ["validate", "nowhere.json"]])(
  "with --json the same is one object on stdout, and nothing else anywhere: %j %j",
  async (...words) => {
    const said = await twobusInside(here, "--json", ...words.filter((word) => word !== undefined));
    expect(said).toMatchObject({ code: 2, stderr: "" });
    expect(jsonOf(said)).toEqual({
      problems: [{ code: expect.any(String), at: expect.any(String), message: expect.stringMatching(/^\S.*\S$/) }],
    });
  },
);

test("a result that cannot be written is no success; a reader that leaves early is no fault", async () => {
  const [full, left] = await Promise.all([
    twobusUnder("exec > /dev/full", here, "schema"),
    twobusUnder('set -- sh -c \'"$@" | head -1\' sh "$@"', here, "schema"),
  ]);
  expect(full.code).toBe(2);
  expect(full.stderr).toContain("standard output");
  expect(left).toMatchObject({ code: 0, stdout: "{\n", stderr: "" });
}, 20_000);
