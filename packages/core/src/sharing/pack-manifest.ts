import * as z from "zod/mini";
import { ID_PATTERN } from "../document/names.ts";
import { optional, sha256, text, wordsSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import { fault, type Problem, TwobusError } from "../problem.ts";

/** Tells a package of chains from others: the field `twobus` of its package.json. */
export const PACK_FORMAT = "twobus-chain-pack";
/** The format of packages that this program reads and writes; newer ones are refused. */
export const PACK_FORMAT_VERSION = 1;

/** What npm takes: at most one scope, no dot or underscore first. */
export const PACKAGE_NAME: RegExp = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

const packedChain = z.looseObject({
  file: z.string(),
  sha256,
});
const manifestRecord = z.looseObject({
  name: text(PACKAGE_NAME, "must be a name that npm takes, such as my-chains").check(z.maxLength(214)),
  version: text(VERSION, "must be a version such as 1.0.0").check(z.maxLength(64)),
  description: optional(wordsSchema),
  keywords: optional(z.array(wordsSchema)),
  author: optional(wordsSchema),
  license: optional(wordsSchema),
  twobus: z.looseObject({
    format: z.literal(PACK_FORMAT),
    formatVersion: z.literal(PACK_FORMAT_VERSION),
    chains: z.record(text(ID_PATTERN, "must be an id such as drum-glue"), packedChain),
  }),
});

/** The package.json of a package of chains. */
export interface PackManifest {
  name: string;
  /** Semantic version. */
  version: string;
  description?: string;
  keywords?: string[];
  author?: string;
  /** SPDX expression. */
  license?: string;
  twobus: {
    format: typeof PACK_FORMAT;
    formatVersion: typeof PACK_FORMAT_VERSION;
    /** By id: where each chain lies, and the hash of its file's bytes. */
    chains: Record<string, { file: string; sha256: string }>;
  };
}

/** Fields of a package.json that say something and make no program do anything. Any other is refused. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...Object.keys(manifestRecord.shape),
  "$schema",
  "bugs",
  "contributors",
  "engines",
  "files",
  "funding",
  "homepage",
  "private",
  "publishConfig",
  "repository",
  "sideEffects",
]);

/** Reads the package.json of a package of chains. Throws a `TwobusError` that says what is wrong with it. */
export function readManifest(saved: unknown, at: string): PackManifest {
  if (typeof saved !== "object" || saved === null || !("twobus" in saved)) {
    throw fault("not-a-pack", at, "this is no package of chains: its package.json has no field twobus");
  }
  const harmful = Object.keys(saved).filter((field) => !HARMLESS.has(field));
  if (harmful.length > 0) throw new TwobusError(harmful.map((field) => carriesCode(at, field)));
  const { twobus } = saved;
  const version = typeof twobus === "object" && twobus !== null && "formatVersion" in twobus && twobus.formatVersion;
  if (typeof version === "number" && version > PACK_FORMAT_VERSION) {
    const message = `this package was made in format ${version}, newer than format ${PACK_FORMAT_VERSION} that this program reads; update Twobus to use it`;
    throw fault("newer-format", at, message);
  }
  return checkShape(manifestRecord as z.ZodMiniType<PackManifest>, saved, "package.json");
}

const carriesCode = (at: string, field: string): Problem => ({
  code: "carries-code",
  at,
  message: `its package.json has the field ${JSON.stringify(field.slice(0, 60))}; a package of chains is data, runs nothing and depends on nothing: take it out`,
});
