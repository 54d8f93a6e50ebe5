import { createHash } from "node:crypto";
import { parseMix, serialiseMix, TwobusError, type MixDocument } from "@twobus/core";
import { withFileLock } from "@twobus/renderer-node";
import { readMixText, writeMix } from "../mix-file.ts";
import { orderly } from "../stopping.ts";
import { Refused, refused } from "./refused.ts";

/** A mix as it lies on disk. */
export interface ServedMix {
  readonly text: string;
  readonly etag: string;
}

export async function readServedMix(path: string): Promise<ServedMix> {
  const text = await readMixText(path);
  return { text, etag: etagOf(text) };
}

/**
 * Writes what the studio sends over the mix that it read, and returns the new etag. Throws `Refused` for a broken document, and
 * where the file is no longer the one of `etag`: what another program wrote is not lost.
 */
export async function saveServedMix(path: string, name: string, sent: string, etag: string): Promise<string> {
  const document = documentOf(sent, name);
  return orderly(() =>
    withFileLock(path, async () => {
      if ((await readServedMix(path)).etag !== etag) {
        const message = "another program changed the file meanwhile, and it was left so";
        throw refused(412, "changed-on-disk", name, message);
      }
      await writeMix(path, document);
      return etagOf(serialiseMix(document));
    }),
  );
}

function documentOf(text: string, name: string): MixDocument {
  try {
    return parseMix(text, name).document;
  } catch (error) {
    throw error instanceof TwobusError ? new Refused(400, error.problems) : error;
  }
}

const etagOf = (text: string): string => `"${createHash("sha256").update(text).digest("hex")}"`;
