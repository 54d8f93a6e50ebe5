import { fault, type Problem } from "../problem.ts";
import { CHAIN_FORMAT } from "./chain-types.ts";
import { LIMITS } from "./limits.ts";
import { migrateDocument, type SavedDocument } from "./migrations.ts";
import { scanJson } from "./scan.ts";
import { mixSchema } from "./schema.ts";
import { checkShape } from "./shape.ts";
import { refuseSize } from "./size.ts";
import { FORMAT, type MixDocument } from "./types.ts";

/**
 * Reads a mix from its text; `name` is the file's, for the addresses of problems. Fields that this version does not
 * know are kept. Throws a TwobusError with every problem found: bad JSON by line and column, wrong records by path.
 * What the records mean together is the matter of `upgradeNodes` and `validateMix`.
 */
export function parseMix(text: string, name: string): { document: MixDocument; warnings: Problem[] } {
  if (text.length > LIMITS.textLength) {
    throw fault("too-large", name, `a mix may have ${LIMITS.textLength / 1024 / 1024} MB of text at most`);
  }
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  scanJson(json, name);
  const saved = mixAmong(JSON.parse(json), name);
  refuseSize(saved, name);
  const { document, warnings } = migrateDocument(saved, name);
  return { document: checkShape(mixSchema, document, ""), warnings };
}

/** Refuses a file that is too large to be a mix before it is read. Throws `mix-too-large`. */
export function refuseMixBytes(bytes: number, name: string): void {
  if (bytes <= LIMITS.textLength) return;
  const megabytes = (size: number): string => `${Math.ceil(size / 1024 / 1024)} MB`;
  const message = `this has ${megabytes(bytes)}, and a mix ${megabytes(LIMITS.textLength)} of text at most: it is no mix; choose a .mix.json`;
  throw fault("mix-too-large", name, message);
}

function mixAmong(value: unknown, name: string): SavedDocument {
  if (typeof value === "object" && value !== null && "format" in value && value.format === FORMAT) {
    return value as SavedDocument;
  }
  const isChain = typeof value === "object" && value !== null && "format" in value && value.format === CHAIN_FORMAT;
  throw fault(
    "not-a-mix",
    name,
    isChain
      ? "this is not a Twobus mix: it is a chain, to be placed in a mix; take it into the library, or place it with `twobus add`"
      : `this is not a Twobus mix: it must be an object with "format": "${FORMAT}"; choose a .mix.json that Twobus saved`,
  );
}
