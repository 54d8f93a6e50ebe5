import { fault } from "@twobus/core";

/** What a folder of stems holds, as `manifest.json` says it. */
export interface StemManifest {
  readonly format: "twobus-stems";
  readonly formatVersion: 1;
  /** Name of the mix. */
  readonly name: string;
  readonly sampleRate: number;
  readonly frames: number;
  readonly bitDepth: "24" | "32f";
  /** All files are this much quieter than the mix is, so that none exceeds full scale. 0 or below. */
  readonly trimDb: number;
  readonly mix: StemFile;
  /** The last one is the rest: what belongs to no stem, and the rounding of all of them. */
  readonly stems: readonly (StemFile & { readonly name: string; readonly tracks: readonly string[] })[];
  /** The sum of the stems, from the files, against the mix. */
  readonly null: { readonly identical: boolean; readonly residualPeakDbfs: number | null };
  /** Processors that cannot say what they did to the mix: what they changed is in the rest. */
  readonly attributedToRest: readonly string[];
}

export interface StemFile {
  readonly file: string;
  /** SHA-256 of the file's samples as interleaved little-endian float32. */
  readonly pcmSha256: string;
}

export const MANIFEST_FILE = "manifest.json";
export const MIX_FILE = "mix.wav";
export const REST_NAME = "rest";

/** Reads a manifest. Throws a `TwobusError` for a text that is none. */
export function parseManifest(text: string, path: string): StemManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault("not-json", path, "this is no JSON; write the stems again");
  }
  if (!isManifest(value)) throw fault("no-manifest", path, "this does not describe stems of Twobus; write them again");
  return value;
}

function isManifest(value: unknown): value is StemManifest {
  const { format, formatVersion, mix, stems, bitDepth, frames, attributedToRest } = (value ??
    {}) as Partial<StemManifest>;
  const isFile = (file: Partial<StemFile> | undefined): boolean =>
    typeof file?.pcmSha256 === "string" && typeof file.file === "string" && /^[^/\\]+\.wav$/.test(file.file);
  const isHeader = format === "twobus-stems" && formatVersion === 1 && (bitDepth === "24" || bitDepth === "32f");
  const isStem = (stem: Partial<StemManifest["stems"][number]>): boolean =>
    isFile(stem) && typeof stem.name === "string" && isTexts(stem.tracks);
  return (
    isHeader &&
    Number.isInteger(frames) &&
    isFile(mix) &&
    Array.isArray(stems) &&
    stems.every(isStem) &&
    isTexts(attributedToRest)
  );
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === "string");
