import { expect, test } from "vitest";
import { parseChain } from "../document/chain-file.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { chainPackFiles, PACK_LIMITS, readChainPack } from "./chain-pack.ts";
import { compress, decompress } from "./compress.ts";
import { readTar, writeTar, type PackedFile } from "./tar.ts";

const chain = (name: string): ChainDocument =>
  parseChain(
    JSON.stringify({
      format: "twobus-chain",
      formatVersion: 1,
      name,
      summary: "Passes on what comes.",
      tags: [],
      root: "wire",
      graphs: {
        wire: {
          interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
          nodes: {},
          connections: [{ from: "in.main", to: "out.main" }],
        },
      },
    }),
    name,
  );
const about = { name: "@me/chains", version: "1.2.0", author: "Me", license: "MIT" };
const files = await chainPackFiles(about, { one: chain("One"), two: chain("Two") });
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const manifest = JSON.parse(new TextDecoder().decode(files[0]!.bytes)) as Record<string, unknown>;
/** The package with some of its files replaced or added. */
const withFiles = (...other: readonly (readonly [name: string, text: string])[]): PackedFile[] => [
  ...files.filter(({ name }) => other.every(([replaced]) => replaced !== name)),
  ...other.map(([name, text]) => ({ name, bytes: utf8(text) })),
];
const withManifest = (fields: object): PackedFile[] =>
  withFiles(["package.json", JSON.stringify({ ...manifest, ...fields })]);

test("a package of chains is read as it was made, also through tar and gzip", async () => {
  const archive = writeTar(files, "package");
  const unpacked = readTar(await decompress(await compress(archive, "gzip"), "gzip", { mostBytes: 1e6, at: "a" }), "a");
  expect(unpacked.map(({ name }) => name)).toEqual(files.map(({ name }) => `package/${name}`));
  const inside = unpacked.map(({ name, bytes }) => ({ name: name.slice("package/".length), bytes }));
  const { manifest: read, chains } = await readChainPack(inside, "a");
  expect(read).toMatchObject(about);
  expect(chains).toEqual({ one: chain("One"), two: chain("Two") });
  expect(await chainPackFiles(about, chains)).toEqual(files);
});

test("its package.json names nothing that could be run", () => {
  for (const field of ["scripts", "bin", "main", "exports", "dependencies", "type"])
    expect(manifest).not.toHaveProperty(field);
});

const refused: readonly (readonly [what: string, files: PackedFile[], code: string])[] = [
  ["scripts", withManifest({ scripts: { postinstall: "true" } }), "carries-code"],
  ["bin", withManifest({ bin: { a: "a.chain.json" } }), "carries-code"],
  ["main", withManifest({ main: "one.chain.json" }), "carries-code"],
  ["exports", withManifest({ exports: {} }), "carries-code"],
  ["dependencies", withManifest({ dependencies: { other: "1" } }), "carries-code"],
  ["gypfile", withManifest({ gypfile: true }), "carries-code"],
  ["a script", withFiles(["index.js", "1"]), "carries-code"],
  ["a native build", withFiles(["binding.gyp", "{}"]), "carries-code"],
  ["wasm", withFiles(["lib/a.wasm", ""]), "carries-code"],
  ["../", withFiles(["../one.chain.json", "{}"]), "illegal-name"],
  ["../ within", withFiles(["a/../../one.chain.json", "{}"]), "illegal-name"],
  ["an absolute path", withFiles(["/etc/one.chain.json", "{}"]), "illegal-name"],
  ["a backslash", withFiles(["..\\one.chain.json", "{}"]), "illegal-name"],
  ["a control character", withFiles(["o\u0007ne.chain.json", "{}"]), "illegal-name"],
  ["a hidden file", withFiles([".npmrc", ""]), "illegal-name"],
  ["names that differ by case only", withFiles(["ONE.chain.json", "{}"]), "illegal-name"],
  ["a changed chain", withFiles(["one.chain.json", JSON.stringify(chain("Other"))]), "wrong-hash"],
  ["a chain that is not listed", withFiles(["three.chain.json", "{}"]), "unlisted-file"],
  ["a chain that is not there", files.filter(({ name }) => name !== "two.chain.json"), "missing-file"],
  ["no package.json", files.slice(1), "not-a-pack"],
  ["another package", withFiles(["package.json", '{"name": "a", "version": "1.0.0"}']), "not-a-pack"],
  ["a newer format", withManifest({ twobus: { formatVersion: 2 } }), "newer-format"],
  ["a package.json that is none", withFiles(["package.json", "{"]), "bad-json"],
  ["a name twice in package.json", withFiles(["package.json", '{"twobus": 1, "twobus": 2}']), "duplicate-name"],
  ["an illegal package name", withManifest({ name: "../a" }), "illegal-value"],
  ["an illegal version", withManifest({ version: "1" }), "illegal-value"],
  [
    "a hostile id",
    withManifest({ twobus: { ...(manifest["twobus"] as object), chains: { "../a": {} } } }),
    "illegal-name",
  ],
  [
    "too many files",
    Array.from({ length: PACK_LIMITS.files + 1 }, (_, n) => ({ name: `a${n}.md`, bytes: utf8("") })),
    "too-many-files",
  ],
  ["too many bytes", [{ name: "README.md", bytes: new Uint8Array(PACK_LIMITS.bytes + 1) }], "too-large"],
];

test.each(refused)("%s is refused", async (_, bad, code) => {
  const codes = await readChainPack(bad, "pack").then(
    () => [],
    (error: { problems: { code: string }[] }) => error.problems.map((problem) => problem.code),
  );
  expect(codes).toContain(code);
});

test("id __proto__ changes no prototype", async () => {
  const text = JSON.stringify(manifest).replace('"one":', '"__proto__":');
  await expect(readChainPack(withFiles(["package.json", text]), "pack")).rejects.toThrow(/cannot be a name/);
  expect({}).not.toHaveProperty("file");
});

/** An archive with one header field changed, and its checksum made right again. */
function changed(at: number, text: string): Uint8Array<ArrayBuffer> {
  const archive = writeTar(files, "package");
  archive.set(utf8(text), at);
  const header = archive.subarray(0, 512);
  header.fill(32, 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  archive.set(utf8(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return archive;
}

test("tar: links, devices, extensions, false sizes and damage are refused", () => {
  for (const type of ["1", "2", "3", "6", "x", "g", "L"]) {
    expect(() => readTar(changed(156, type), "a.tgz")).toThrow(/link or another special entry/);
  }
  for (const size of ["77777777777", "-0000000001", "00000000zzz"]) {
    expect(() => readTar(changed(124, size), "a.tgz")).toThrow(/larger than the archive/);
  }
  const damaged = writeTar(files, "package");
  damaged[3] = 1;
  expect(() => readTar(damaged, "a.tgz")).toThrow(/no tar archive, or it is damaged/);
  const archive = writeTar(files, "package");
  expect(() => readTar(archive.slice(0, 600), "a.tgz")).toThrow(/larger than the archive/);
  expect(() => readTar(archive.slice(0, 100), "a.tgz")).toThrow(/damaged/);
});

test("tar: any damage to a header is refused or changes nothing", () => {
  const archive = writeTar(files, "package");
  const whole = readTar(archive, "a.tgz");
  const passed = [];
  for (let n = 0; n < 512; n++) {
    const other = archive.slice();
    other[n]! ^= 0x55;
    try {
      expect(readTar(other, "a.tgz")).toEqual(whole);
      passed.push(n);
    } catch (error) {
      expect(String(error)).toMatch(/damaged/);
    }
  }
  expect(passed).toEqual([155]); // the space that ends the checksum
});
