import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createRegistry, defaultValues, emptyMix, type MixDocument } from "@twobus/core";
import { defineNode, percent, stereo, type Pack } from "@twobus/core/definition";
import { builtInPack } from "@twobus/nodes";
import { renderStems } from "@twobus/renderer-node";
import { expect, test } from "vitest";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";
import { jsonOf, twobusInside } from "./support/twobus.ts";

/** A pack of someone else: a processor that stems cannot follow. */
const outside: Pack = {
  name: "outside",
  apiVersion: 1,
  nodes: [
    defineNode({
      type: "outside.fold",
      version: 1,
      name: "Fold",
      category: "saturator",
      summary: "Folds.",
      words: [],
      references: [],
      inputs: { main: stereo() },
      outputs: { main: stereo() },
      params: { depthPercent: percent({ min: 0, max: 100, default: 50, description: "How much." }) },
      linearity: "memory",
      kernel: () => ({
        process: ([input], [output]) => output!.set(input!.map((x) => x - x * x * x)),
        reset: () => {},
      }),
    }),
  ],
};

const registry = createRegistry([builtInPack, outside]);

/** Two tracks through a node into the mix. */
function twoTracksThrough(type: string): MixDocument {
  const mix = emptyMix("Two", 8000);
  const record = (of: string) => {
    const definition = registry.definition(of)!;
    return { type: of, version: definition.version, params: defaultValues(definition) };
  };
  const graph = mix.graphs[mix.root]!;
  for (const id of ["kick", "bass"]) {
    mix.sources[id] = { file: `${id}.wav`, channels: 1, sampleRate: 8000, frames: 800 };
    graph.nodes[id] = { ...record("twobus.track"), source: id };
    graph.connections.push({ from: `${id}.main`, to: "meets.main" });
  }
  graph.nodes["meets"] = record(type);
  graph.connections.push({ from: "meets.main", to: "out.main" });
  return mix;
}

async function folderWith(mix: MixDocument): Promise<string> {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "bass.wav": tone({ level: 0.1 }), "song.mix.json": JSON.stringify(mix) });
  return folder;
}

test("stems verify says what no stem could follow, and that the files still add up", async () => {
  const mix = twoTracksThrough("outside.fold");
  const folder = await folderWith(mix);
  const parts = ["kick", "bass"].map((name) => ({ name, tracks: [name] }));
  await renderStems(mix, { registry, folder, directory: join(folder, "stems"), parts, bitDepth: "24" });
  const told = await twobusInside(folder, "stems", "verify", "stems");
  expect(told).toMatchObject({ code: 0, stderr: "" });
  expect(told.stdout).toBe(
    "stems: 3 stems, they add up to it bit for bit\n  the rest also holds what meets changed: no stem can follow that\n",
  );
  expect(jsonOf(await twobusInside(folder, "stems", "verify", "stems", "--json"))).toMatchObject({
    attributedToRest: ["meets"],
    identical: true,
  });
});

test("stems of what they can follow say no such thing", async () => {
  const folder = await folderWith(twoTracksThrough("twobus.tubeSaturator"));
  const told = await twobusInside(folder, "stems", "song.mix.json", "-o", "stems", "--split", "tracks");
  expect(told.code).toBe(0);
  expect(told.stdout).toContain("they add up to it bit for bit");
  expect(told.stdout).not.toContain("no stem can follow");
  expect(jsonOf(await twobusInside(folder, "stems", "verify", "stems", "--json"))).toMatchObject({
    attributedToRest: [],
  });
});

test.each([
  [["song.mix.json", "-o", "x", "--split", ""], /--split: "" must be buses, tracks, or names of strips/],
  [["song.mix.json", "-o", "x", "--split", "kick,,bass"], /--split: "kick,,bass" must be/],
  [
    ["song.mix.json", "-o", "x", "--split", "kick,Kick"],
    /Kick: no strip of the mix is called so; there are kick, bass/,
  ],
  [["song.mix.json", "-o", "x", "--split", "kick,kick"], /kick: this strip is named twice/],
  [["song.mix.json", "-o", "x", "--split", "kick,bass,meets"], /meets: no track is left for this stem/],
  [["song.mix.json", "-o", "kick.wav"], /kick\.wav: stems go into a folder; this is a file/],
  [["song.mix.json", "-o", ""], /--output: the name of the folder is empty/],
  [["verify", ""], /stems verify: the name of the folder is empty/],
  [["verify", "."], /manifest\.json: there is none: name a folder that `twobus stems` wrote/],
])("stems %j is refused, and writes nothing", async (words, said) => {
  const folder = await folderWith(twoTracksThrough("twobus.gain"));
  const before = await readdir(folder);
  const { code, stdout, stderr } = await twobusInside(folder, "stems", ...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(said);
  expect(await readdir(folder)).toEqual(before);
});
