import { access, readFile, readdir, rename, symlink, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { serialiseChain } from "@twobus/core";
import { chainPackFiles, writePackArchive, writeTar } from "@twobus/core/sharing";
import { loadChain } from "@twobus/nodes";
import { beforeEach, expect, test, vi } from "vitest";
import { replaceFolder } from "../../src/chains/replace-folder.ts";
import { addToLibrary } from "../../src/commands/chain/add.ts";
import { list } from "../../src/commands/chain/list.ts";
import { pack, type PackOptions } from "../../src/commands/chain/pack.ts";
import { show } from "../../src/commands/chain/show.ts";
import { fill, temporaryFolder } from "../support/recordings.ts";
import { twobusInside } from "../support/twobus.ts";

let folder = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  vi.stubEnv("XDG_DATA_HOME", await temporaryFolder());
});

const packed = (output: string, more: Partial<PackOptions> = {}): Promise<unknown> =>
  pack(["glue-two-bus", "bass"], { output: join(folder, output), packVersion: "1.0.0", in: folder, ...more });

const fromPackages = async (): Promise<string[]> => {
  const { json } = await list([], { in: folder });
  const chains = json["chains"] as { id: string; origin: string }[];
  return chains.flatMap(({ id, origin }) => (origin === "package" ? [id] : []));
};

test("a package is made, taken in as a folder, an archive or from node_modules, and its golden hashes hold", async () => {
  await packed("my-chains", { author: "Me" });
  await packed("node_modules/@me/buses", { name: "@me/buses" });
  await packed("other.tgz");
  expect((await readdir(join(folder, "my-chains"))).toSorted()).toEqual([
    "README.md",
    "bass.chain.json",
    "glue-two-bus.chain.json",
    "package.json",
  ]);
  for (const what of [join(folder, "my-chains"), "@me/buses", join(folder, "other.tgz")]) {
    await addToLibrary(what, { in: folder, verify: true });
  }
  expect(await fromPackages()).toEqual(
    ["@me/buses", "my-chains", "other"].flatMap((name) => [`${name}/glue-two-bus`, `${name}/bass`]),
  );
  const shown = await show("my-chains/bass", { in: folder, verify: true });
  expect(shown.json).toMatchObject({ name: "Bass", origin: "package", verified: { holds: true } });
  await expect(show("my-chains/bas", { in: folder })).rejects.toThrow(/did you mean my-chains\/bass/);
});

test("the same chains make the same package, byte for byte", async () => {
  await packed("a.tgz", { name: "a" });
  await packed("b.tgz", { name: "a" });
  expect(await readFile(join(folder, "a.tgz"))).toEqual(await readFile(join(folder, "b.tgz")));
});

test("pack writes into a full folder only when that is said, and no chain that sounds otherwise", async () => {
  await packed("my-chains");
  await expect(packed("my-chains")).rejects.toThrow(/holds something already/);
  await packed("my-chains", { force: true, packVersion: "1.1.0" });
  const bass = await loadChain("bass", readFile);
  const changed = structuredClone(bass);
  changed.graphs[changed.root]!.nodes["mu"]!.params["thresholdDb"] = -40;
  await fill(folder, { "louder.chain.json": serialiseChain(changed) });
  const options = { output: join(folder, "new"), packVersion: "1.0.0", in: folder };
  await expect(pack([join(folder, "louder.chain.json")], options)).rejects.toThrow(/golden hash does not hold/);
  await expect(pack(["bass", "bass"], options)).rejects.toThrow(/two of these chains have this name/);
  await expect(pack(["bass"], { ...options, name: "Not A Name" })).rejects.toThrow(/a name that npm takes/);
  await expect(pack(["bass"], { ...options, packVersion: "1" })).rejects.toThrow(/a version such as/);
  await expect(access(options.output)).rejects.toThrow(/ENOENT/);
});

test("a newer version takes the place of an older one; what is no package is left alone", async () => {
  await packed("my-chains");
  await addToLibrary(join(folder, "my-chains"), { in: folder });
  await pack(["bass"], { output: join(folder, "next"), name: "my-chains", packVersion: "2.0.0", in: folder });
  const { text } = await addToLibrary(join(folder, "next"), { in: folder });
  expect(text).toContain("1 chain of my-chains 2.0.0, in place of 1.0.0");
  expect(await fromPackages()).toEqual(["my-chains/bass"]);
  await fill(folder, { "chains/song/notes.txt": "mine" });
  await pack(["bass"], { output: join(folder, "song"), packVersion: "1.0.0", in: folder });
  await expect(addToLibrary(join(folder, "song"), { in: folder })).rejects.toThrow(/something else lies there/);
  expect(await readFile(join(folder, "chains/song/notes.txt"), "utf8")).toBe("mine");
});

test("what is replaced is there until what replaces it is, and is put back where that fails or was cut short", async () => {
  await packed("my-chains");
  await addToLibrary(join(folder, "my-chains"), { in: folder });
  const there = join(folder, "chains/my-chains");
  await expect(replaceFolder(there, [])).rejects.toThrow(/ENOENT/);
  expect(await fromPackages()).toEqual(["my-chains/glue-two-bus", "my-chains/bass"]);
  expect(await readdir(join(folder, "chains"))).toEqual(["my-chains"]);
  // As a program leaves it that ended between the two names.
  await rename(there, join(folder, "chains/.my-chains-before"));
  await packed("next", { name: "my-chains", packVersion: "2.0.0" });
  const { text } = await addToLibrary(join(folder, "next"), { in: folder });
  expect(text).toContain("my-chains 2.0.0, in place of 1.0.0");
  expect(await readdir(join(folder, "chains"))).toEqual(["my-chains"]);
});

test("a package with a chain that can stand in no mix here is refused as a whole", async () => {
  const chain = structuredClone(await loadChain("bass", readFile));
  chain.graphs[chain.root]!.nodes["mu"]!.version = 99;
  const files = await chainPackFiles({ name: "newer", version: "1.0.0" }, { newer: chain });
  await writeFile(join(folder, "newer.tgz"), await writePackArchive(files));
  await expect(addToLibrary(join(folder, "newer.tgz"), { in: folder })).rejects.toThrow(
    /newer\/newer: .*\/mu: was made with version 99/,
  );
  await expect(access(join(folder, "chains"))).rejects.toThrow(/ENOENT/);
});

test("a package that is changed in the library is not listed any more, and that is told", async () => {
  await packed("my-chains");
  await addToLibrary(join(folder, "my-chains"), { in: folder });
  const path = join(folder, "chains/my-chains/bass.chain.json");
  await writeFile(path, (await readFile(path, "utf8")).replace("Slow tubes", "Fast tubes"));
  expect(await fromPackages()).toEqual([]);
  expect((await list([], { in: folder })).warnings).toMatchObject([{ code: "wrong-hash" }]);
});

/** A package with one more file, or one that is changed. */
async function spoilt(name: string, text: string): Promise<string> {
  const output = join(folder, "bad");
  await packed("bad");
  await fill(output, { [name]: text });
  return output;
}

const manifestWith = async (fields: object): Promise<string> => {
  await packed("model");
  const manifest = JSON.parse(await readFile(join(folder, "model/package.json"), "utf8")) as object;
  return JSON.stringify({ ...manifest, ...fields });
};

test.each([
  ["a script file", () => spoilt("index.js", "process.exit(9)"), /carries no code/],
  [
    "install scripts",
    async () => spoilt("package.json", await manifestWith({ scripts: { install: "x" } })),
    /"scripts".*take it out/,
  ],
  ["bin", async () => spoilt("package.json", await manifestWith({ bin: "a" })), /"bin"/],
  ["main", async () => spoilt("package.json", await manifestWith({ main: "a" })), /"main"/],
  [
    "dependencies",
    async () => spoilt("package.json", await manifestWith({ dependencies: { a: "1" } })),
    /"dependencies"/,
  ],
  ["a chain that was changed", () => spoilt("bass.chain.json", "{}"), /its sha256 is not that in package\.json/],
  ["a chain without a hash", () => spoilt("more.chain.json", "{}"), /has no hash of this chain/],
] as const)("%s in a package is refused, and nothing is written", async (_, make, said) => {
  const { code, stderr } = await twobusInside(folder, "chain", "add", await make());
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  await expect(access(join(folder, "chains"))).rejects.toThrow(/ENOENT/);
});

test("links in a package are not followed", async () => {
  await packed("bad");
  await symlink("/etc/passwd", join(folder, "bad/LICENSE"));
  await expect(addToLibrary(join(folder, "bad"), { in: folder })).rejects.toThrow(/a link or no plain file/);
});

test("archives with ../ names, bombs and other bytes are refused", async () => {
  const bytes = new TextEncoder().encode("{}");
  const archives: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
    "up.tgz": [gzipSync(writeTar([{ name: "../../up.chain.json", bytes }], "package")), /leads out of the package/],
    "above.tgz": [gzipSync(writeTar([{ name: "above.chain.json", bytes }], "..")), /leads out of the package/],
    "bomb.tgz": [gzipSync(new Uint8Array(64 * 1024 * 1024)), /unfolds to more than 32 MB/],
    "noise.tgz": [Buffer.from("no archive"), /damaged or cut off/],
    "text.tgz": [gzipSync(Buffer.alloc(1024, "a")), /no tar archive/],
    "empty.tgz": [gzipSync(Buffer.alloc(1024)), /it has no package\.json/],
  };
  for (const [name, [content, said]] of Object.entries(archives)) {
    await writeFile(join(folder, name), content);
    await expect(addToLibrary(join(folder, name), { in: folder }), name).rejects.toThrow(said);
  }
  await expect(access(join(folder, "chains"))).rejects.toThrow(/ENOENT/);
  await expect(access(join(folder, "up.chain.json"))).rejects.toThrow(/ENOENT/);
});
