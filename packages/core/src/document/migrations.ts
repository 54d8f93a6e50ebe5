import { fault, type Problem } from "../problem.ts";
import { FORMAT_VERSION } from "./types.ts";

/** A document as JSON, in the shape that its version had. */
export type SavedDocument = Readonly<Record<string, unknown>>;
/** `migrations[n]` turns a document of format n into one of format n + 1. Pure. */
export type DocumentMigrations = Readonly<Record<number, (saved: SavedDocument) => SavedDocument>>;

/** One entry for every format version that was ever released before the present one. */
export const documentMigrations: DocumentMigrations = {};

/**
 * Brings a saved document to format `newest`, one version at a time, and says so. The argument is left as it is.
 * Throws a TwobusError when the document is newer, or of a version that was never released.
 */
export function migrateDocument(
  saved: SavedDocument,
  name: string,
  migrations: DocumentMigrations = documentMigrations,
  newest: number = FORMAT_VERSION,
): { document: SavedDocument; warnings: Problem[] } {
  const version = saved["formatVersion"];
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw fault("wrong-format-version", name, `formatVersion must be a whole number from 1 to ${newest}`);
  }
  refuseNewerMix(saved, name, newest);
  let document = saved;
  for (let from = version; from < newest; from++) {
    const migrate = migrations[from];
    if (migrate === undefined) throw fault("wrong-format-version", name, `format ${from} was never released`);
    document = { ...migrate(document), formatVersion: from + 1 };
  }
  if (version === newest) return { document, warnings: [] };
  const message = `was saved in format ${version} and is now in format ${newest}; save it to keep it so`;
  return { document, warnings: [{ code: "migrated-format", at: name, message }] };
}

/** Refuses a mix of a later format than `newest`, before anything else of it is looked at. Throws `newer-format`. */
export function refuseNewerMix(saved: unknown, name: string, newest: number = FORMAT_VERSION): void {
  if (typeof saved !== "object" || saved === null || !("formatVersion" in saved)) return;
  const version = saved.formatVersion;
  if (typeof version !== "number" || !Number.isInteger(version) || version <= newest) return;
  throw fault(
    "newer-format",
    name,
    `this mix was saved in format ${version}, newer than format ${newest} that this program reads; ` +
      "update Twobus to open it. The file has not been changed",
  );
}
