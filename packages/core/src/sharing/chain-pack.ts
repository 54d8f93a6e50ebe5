import { parseChain } from "../document/chain-file.ts";
import { CHAIN_ENDING, type ChainDocument } from "../document/chain-types.ts";
import { listed, own } from "../document/names.ts";
import { scanJson } from "../document/scan.ts";
import { serialiseChain } from "../document/serialise.ts";
import { fault, TwobusError, type Problem } from "../problem.ts";
import type { Bytes } from "./compress.ts";
import { PACK_FORMAT, PACK_FORMAT_VERSION, readManifest, type PackManifest } from "./pack-manifest.ts";
import { sha256 } from "./sha256.ts";
import type { PackedFile } from "./tar.ts";

/** A package of chains that was found to be data, whole and as its maker packed it. */
export interface ChainPack {
  readonly manifest: PackManifest;
  /** By id. */
  readonly chains: Readonly<Record<string, ChainDocument>>;
}

/** What a package says of itself. */
export type AboutPack = Pick<PackManifest, "name" | "version" | "description" | "author" | "license">;

/** Bounds of a package, unfolded. */
export const PACK_LIMITS: { readonly files: number; readonly bytes: number } = { files: 500, bytes: 16 * 1024 * 1024 };

const MANIFEST = "package.json";
/** What may lie beside the chains: text for people. */
const READABLE = /^(?:package\.json|(?:README|LICEN[CS]E|CHANGELOG|NOTICE)(?:\.md|\.txt)?)$/i;

/**
 * Reads a package of chains from its files, with paths as they stand in it. Throws a `TwobusError` for one that carries
 * code, leads out of its folder, or is not what its hashes say; `at` names it in problems.
 */
export async function readChainPack(files: readonly PackedFile[], at: string): Promise<ChainPack> {
  refuseFiles(files, at);
  const manifestText = files.find(({ name }) => name === MANIFEST);
  if (manifestText === undefined) throw fault("not-a-pack", at, "this is no package: it has no package.json");
  const manifest = readManifest(jsonOf(manifestText.bytes, `${at}/${MANIFEST}`), at);
  const chains: Record<string, ChainDocument> = {};
  const problems: Problem[] = [];
  for (const [id, listing] of Object.entries(manifest.twobus.chains)) {
    const place = `${at}/${listing.file}`;
    const file = files.find(({ name }) => name === listing.file);
    if (file === undefined) {
      problems.push({ code: "missing-file", at: place, message: `${MANIFEST} lists this file, and it is not there` });
    } else if ((await sha256(file.bytes)) !== listing.sha256) {
      const message = `this file is not the one that was packed: its sha256 is not that in ${MANIFEST}; get the package again`;
      problems.push({ code: "wrong-hash", at: place, message });
    } else chains[id] = parseChain(new TextDecoder().decode(file.bytes), place);
  }
  const unlisted = files.filter(({ name }) => name.endsWith(CHAIN_ENDING) && !isListed(manifest, name));
  for (const { name } of unlisted) {
    problems.push({ code: "unlisted-file", at: `${at}/${name}`, message: `${MANIFEST} has no hash of this chain` });
  }
  if (problems.length > 0) throw new TwobusError(problems);
  return { manifest, chains };
}

const isListed = ({ twobus }: PackManifest, name: string): boolean =>
  Object.values(twobus.chains).some(({ file }) => file === name);

function refuseFiles(files: readonly PackedFile[], at: string): void {
  if (files.length > PACK_LIMITS.files) {
    throw fault("too-many-files", at, `a package of chains has ${PACK_LIMITS.files} files at most`);
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > PACK_LIMITS.bytes) {
    throw fault("too-large", at, `a package of chains has ${PACK_LIMITS.bytes / 1024 / 1024} MB at most`);
  }
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { name } of files) {
    const said = JSON.stringify(name.slice(0, 100));
    if (isUnsafe(name)) {
      const message = `the file name ${said} leads out of the package or cannot be told; it was not made by twobus chain pack`;
      problems.push({ code: "illegal-name", at, message });
    } else if (seen.has(name.toLowerCase())) {
      problems.push({ code: "illegal-name", at, message: `two files are called ${said}; only one can be meant` });
    } else if (!name.endsWith(CHAIN_ENDING) && !READABLE.test(name)) {
      const message = `${said} is neither a chain nor text for people; a package of chains is data and carries no code`;
      problems.push({ code: "carries-code", at, message });
    }
    seen.add(name.toLowerCase());
  }
  if (problems.length > 0) throw new TwobusError(problems);
}

/** Anything but plain words with slashes between them. */
const isUnsafe = (name: string): boolean => name.length > 200 || !/^[\w@-][\w@. -]*(?:\/[\w@-][\w@. -]*)*$/.test(name);

function jsonOf(bytes: Bytes, at: string): unknown {
  const text = new TextDecoder().decode(bytes);
  scanJson(text, at);
  return JSON.parse(text) as unknown;
}

/** The files of a package of chains, by id: ready to be published, with a README for people. No code is in them. */
export async function chainPackFiles(
  about: AboutPack,
  chains: Readonly<Record<string, ChainDocument>>,
): Promise<PackedFile[]> {
  const encode = (text: string): Bytes => new TextEncoder().encode(text);
  const files = Object.entries(chains).map(([id, chain]) => ({
    id,
    name: `${id}${CHAIN_ENDING}`,
    bytes: encode(serialiseChain(chain)),
  }));
  const listings: PackManifest["twobus"]["chains"] = {};
  for (const { id, name, bytes } of files) listings[id] = { file: name, sha256: await sha256(bytes) };
  const manifest = readManifest(
    {
      ...about,
      keywords: ["twobus", PACK_FORMAT],
      files: [`*${CHAIN_ENDING}`],
      twobus: { format: PACK_FORMAT, formatVersion: PACK_FORMAT_VERSION, chains: listings },
    },
    about.name,
  );
  return [
    { name: MANIFEST, bytes: encode(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: "README.md", bytes: encode(readme(about, chains)) },
    ...files.map(({ name, bytes }) => ({ name, bytes })),
  ];
}

function readme(
  { name, description, author, license }: AboutPack,
  chains: Readonly<Record<string, ChainDocument>>,
): string {
  const sections = Object.entries(chains).flatMap(([id, chain]) => {
    const { inputs, params } = chain.graphs[chain.root]!.interface;
    const keys = Object.keys(inputs).filter((port) => own(inputs, port)?.role === "key");
    const turns = `Turns: ${listed(Object.keys(params))}.`;
    return [
      `## ${chain.name}`,
      "",
      `\`${id}\`. ${chain.summary}`,
      "",
      keys.length === 0 ? turns : `${turns} Keys: ${listed(keys)}.`,
      "",
    ];
  });
  return [
    `# ${name}`,
    "",
    ...(description === undefined ? [] : [description, ""]),
    "Chains for Twobus: data, no code. Get the package without running anything, then take it into the library of a mix:",
    "",
    "```sh",
    `npm install --ignore-scripts ${name}`,
    `twobus chain add ${name}`,
    "```",
    "",
    ...sections,
    ...(author === undefined && license === undefined ? [] : [[author, license].filter(Boolean).join(", "), ""]),
  ].join("\n");
}
