import { copyFile, link, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { init } from "../src/commands/init.ts";
import { plan, validate } from "../src/commands/inspect.ts";
import { picture } from "../src/commands/picture.ts";
import { render } from "../src/commands/render.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

let folder = "";
let mix = "";
let text = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  mix = join(folder, "song.mix.json");
  await fill(folder, { "stems/kick.wav": tone(), "stems/snare.wav": tone() });
  await init(join(folder, "stems"), { output: mix, template: "roles" });
  text = await readFile(mix, "utf8");
});

const renderTo = (name: string) => render(mix, { output: join(folder, name), bitDepth: "24", threads: "1" });

test.each<[what: string, write: (text: string) => string, code: string]>([
  ["empty", () => "", "bad-json"],
  ["cut off", (whole) => whole.slice(0, 400), "bad-json"],
  ["no JSON", () => "RIFF\0\0\0\0WAVE", "bad-json"],
  ["another JSON", () => `{"tracks": []}`, "not-a-mix"],
  ["a number too large", (whole) => whole.replace(`"faderDb": 0`, `"faderDb": 1e400`), "wrong-type"],
  ["an id twice", (whole) => whole.replace(`"drums": {`, `"drums": {}, "drums": {`), "duplicate-name"],
  ["nested too deeply", () => "[".repeat(1_000_000), "too-deep"],
  ["of a newer format", (whole) => whole.replace(`"formatVersion": 1`, `"formatVersion": 7`), "newer-format"],
  ["a source above the folder", (whole) => whole.replace("stems/kick.wav", "../stems/kick.wav"), "illegal-value"],
  ["an absolute source", (whole) => whole.replace("stems/kick.wav", "/etc/passwd"), "illegal-value"],
  ["a name that poisons", (whole) => whole.replace(`"drums": {`, `"__proto__": {`), "illegal-name"],
])("%s: each command refuses it with its place, and nothing is touched", async (_, write, code) => {
  const bad = write(text);
  expect(bad).not.toBe(text);
  await writeFile(mix, bad);
  const commands = [
    () => validate(mix),
    () => plan(mix),
    () => renderTo("out.wav"),
    () => picture(mix, { output: join(folder, "out.svg") }),
  ];
  for (const command of commands) {
    const error = await command().then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ name: "TwobusError", problems: [{ code }] });
  }
  expect(await readFile(mix, "utf8")).toBe(bad);
  expect((await readdir(folder)).toSorted()).toEqual(["song.mix.json", "stems"]);
});

test.each<[what: string, change: (mix: MixDocument) => void, code: string]>([
  ["a circle", ({ graphs }) => graphs["mix"]!.connections.push({ from: "stereo-bus.main", to: "drums.main" }), "loop"],
  [
    "an end that hangs",
    ({ graphs }) => graphs["mix"]!.connections.push({ from: "nope.main", to: "drums.main" }),
    "unknown-node",
  ],
  ["a source that is not there", ({ graphs }) => (graphs["mix"]!.nodes["kick"]!.source = "nope"), "unknown-source"],
  [
    "a graph within itself",
    ({ graphs }) => (graphs["stereo-bus-chain"]!.nodes["limiter"]!.graph = "stereo-bus-chain"),
    "graph-contains-itself",
  ],
])("%s: validate ends with 1, render refuses it, both say it", async (_, change, code) => {
  const { document } = parseMix(text, mix);
  change(document);
  await writeFile(mix, serialiseMix(document));
  const report = await validate(mix);
  expect(report).toMatchObject({ exitCode: 1, json: { valid: false } });
  expect(report.json["problems"]).toEqual(expect.arrayContaining([expect.objectContaining({ code })]));
  await expect(renderTo("out.wav")).rejects.toMatchObject({ name: "TwobusError" });
  await expect(plan(mix)).rejects.toMatchObject({ name: "TwobusError" });
});

test("unknown fields and nodes are kept, said, and render", async () => {
  const { document } = parseMix(text, mix);
  document.graphs["mix"]!.nodes["drums"]!.type = "acme.thing";
  Object.assign(document, { mood: "blue" });
  await writeFile(mix, serialiseMix(document));
  const report = await renderTo("out.wav");
  expect(report.warnings?.map(({ code }) => code).toSorted()).toEqual(["unknown-field", "unknown-node-type"]);
});

test("a mix of more than 16 MB is refused unread", async () => {
  await writeFile(mix, " ".repeat(16 * 1024 * 1024 + 1));
  await expect(validate(mix)).rejects.toMatchObject({ problems: [{ code: "mix-too-large" }] });
});

test("an output never falls on the mix or a recording, whatever name leads there", async () => {
  const kick = join(folder, "stems", "kick.wav");
  const before = await readFile(kick);
  await symlink("stems", join(folder, "linked"));
  await symlink("stems/kick.wav", join(folder, "link.wav"));
  await link(kick, join(folder, "hard.wav"));
  for (const name of ["stems/kick.wav", "linked/kick.wav", "link.wav", "hard.wav", "stems/../stems/./kick.wav"]) {
    await expect(renderTo(name)).rejects.toMatchObject({ problems: [{ code: "output-is-input" }] });
  }
  expect((await readFile(kick)).equals(before)).toBe(true);
  await copyFile(mix, join(folder, "mix.svg"));
  await expect(picture(join(folder, "mix.svg"), { output: join(folder, "mix.svg") })).rejects.toMatchObject({
    problems: [{ code: "output-is-input" }],
  });
});

test("outputs that cannot be: a folder, a place that is not there, a file above", async () => {
  await mkdir(join(folder, "dir.wav"));
  await expect(renderTo("dir.wav")).rejects.toThrow(/dir\.wav: this is a folder, not a file/);
  await expect(renderTo("no/out.wav")).rejects.toThrow(/no: there is no such folder; make it first/);
  await expect(renderTo("song.mix.json/out.wav")).rejects.toThrow(/part of this path is a file/);
});

test("what is cut off at full scale is said", async () => {
  await fill(folder, { "stems/kick.wav": tone({ level: 1 }), "stems/snare.wav": tone({ level: 1 }) });
  const report = await renderTo("out.wav");
  expect(report.warnings).toEqual([
    expect.objectContaining({ code: "clipped", message: expect.stringMatching(/the highest by 6\.0\d dB/) }),
  ]);
});
