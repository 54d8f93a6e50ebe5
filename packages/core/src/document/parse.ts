import { fault, type Problem } from "../problem.ts";
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

function mixAmong(value: unknown, name: string): SavedDocument {
  if (typeof value === "object" && value !== null && "format" in value && value.format === FORMAT) {
    return value as SavedDocument;
  }
  throw fault("not-a-mix", name, `this is not a Twobus mix: it must be an object with "format": "${FORMAT}"`);
}
