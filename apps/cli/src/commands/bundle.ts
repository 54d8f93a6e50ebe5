import { join } from "node:path";
import { counted, fault } from "@twobus/core";
import { bundleOf } from "@twobus/media/bundle";
import { createAtomicFile, openSourceFile } from "@twobus/renderer-node";
import { readMix } from "../mix-file.ts";
import { createProgressBar } from "../progress.ts";
import { refuseInputs } from "../refuse-inputs.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";

export interface BundleOptions extends GlobalOptions {
  readonly output: string;
}

/** Writes a mix and its recordings into one file, which the studio opens. */
export async function bundle(mixPath: string, { output, json }: BundleOptions): Promise<Report> {
  if (!/\.zip$/i.test(output)) throw fault("unknown-output", output, "the name must end in .zip");
  const { document, folder, warnings } = await readMix(mixPath);
  const recordings = [...new Set(Object.values(document.sources).map(({ file }) => file))];
  await refuseInputs(output, [mixPath, ...recordings.map((file) => join(folder, file))]);
  const bar = createProgressBar("bundling", json !== true);
  const open = (file: string): ReturnType<typeof openSourceFile> => openSourceFile(folder, file);
  const bytes = await orderly(async (signal) => {
    try {
      return await writeStream(
        output,
        bundleOf(document, open, (done) => bar.show(done, 1)),
        signal,
      );
    } finally {
      bar.clear();
    }
  });
  return {
    json: { output, bytes, recordings },
    text: `${output}: the mix and ${counted(recordings.length, "recording")}, ${(bytes / 1e6).toFixed(1)} MB`,
    warnings,
  };
}

/** Resolves to the length of the file, which is all there or not at all. */
async function writeStream(path: string, stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<number> {
  const file = await createAtomicFile(path);
  let written = 0;
  try {
    for await (const piece of stream) {
      signal.throwIfAborted();
      await file.write(written, piece);
      written += piece.length;
    }
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return written;
}
