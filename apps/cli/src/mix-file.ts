import { dirname, resolve } from "node:path";
import {
  createRegistry,
  parseMix,
  refuseMixBytes,
  serialiseMix,
  upgradeNodes,
  type MixDocument,
  type Problem,
  type Registry,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { openFile, writeFileAtomically } from "@twobus/renderer-node";
import { orderly } from "./stopping.ts";

/** A mix and where it lies. */
export interface MixFile {
  readonly path: string;
  /** Sources are relative to it. */
  readonly folder: string;
  readonly document: MixDocument;
  readonly registry: Registry;
  readonly warnings: readonly Problem[];
}

export const registry: Registry = createRegistry([builtInPack]);

/** Of the text of a mix. */
export const MAXIMUM_BYTES: number = 16 * 1024 * 1024;

/** Reads a mix, brought up to the versions of today's nodes. */
export async function readMix(path: string): Promise<MixFile> {
  const parsed = parseMix(await readMixText(path), path);
  const upgraded = upgradeNodes(parsed.document, registry);
  return {
    path,
    folder: dirname(resolve(path)),
    document: upgraded.document,
    registry,
    warnings: [...parsed.warnings, ...upgraded.warnings],
  };
}

/** The text of a mix, whatever is in it. */
export async function readMixText(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    refuseMixBytes(file.size, path);
    return new TextDecoder().decode(await file.read(0, file.size));
  } finally {
    await file.close();
  }
}

export async function writeMix(path: string, document: MixDocument): Promise<void> {
  await orderly(() => writeFileAtomically(path, serialiseMix(document)));
}
