import { fault, refuseIllegalName, TwobusError, type IntakeFile, type Problem } from "@twobus/core";
import { openRecordingFrom } from "@twobus/media";
import { blobFile, createPrivateSink, guarded } from "@twobus/renderer-web/storage";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { expose } from "comlink";
import type { ChosenFile } from "./chosen-files.ts";

/** What recordings are, and why some cannot be used. */
export interface Described {
  readonly files: readonly IntakeFile[];
  readonly unusable: readonly Problem[];
  /** What is wrong with files that can be used. */
  readonly warnings: readonly Problem[];
}

/** Recordings that were copied, and what kept the others. */
export interface Stored {
  /** By path, in hexadecimal. */
  readonly sha256s: Readonly<Record<string, string>>;
  readonly problem?: Problem;
}

/** Called as the work goes on, with what is done of it: 0 … 1. Waited for: it comes by another way than the answer, and not after it. */
type Progress = (done: number) => void | Promise<void>;

const PIECE_BYTES = 1024 * 1024;

const work = {
  /** Opens every file. */
  describe: async (files: readonly ChosenFile[], progress: Progress): Promise<Described> => {
    const described: IntakeFile[] = [];
    const unusable: Problem[] = [];
    const warnings: Problem[] = [];
    for (const [index, { path, file }] of files.entries()) {
      try {
        const { warnings: found, ...facts } = await describe(path, file);
        described.push(facts);
        warnings.push(...found.map((warning) => ({ ...warning, at: path })));
      } catch (error) {
        unusable.push(problemWith(error, path));
      }
      await progress((index + 1) / files.length);
    }
    return { files: described, unusable, warnings };
  },

  /** Copies files into a folder of the private file system; stops at the first that does not go. */
  store: async (folder: string, files: readonly ChosenFile[], progress: Progress): Promise<Stored> => {
    const sha256s: Record<string, string> = {};
    const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
    let doneBytes = 0;
    for (const { path, file } of files) {
      try {
        sha256s[path] = await store(`${folder}/${path}`, file, async (bytes) => {
          doneBytes += bytes;
          await progress(doneBytes / totalBytes);
        });
      } catch (error) {
        return { sha256s, problem: problemWith(error, path) };
      }
    }
    return { sha256s };
  },

  /** The hash of a file's bytes, in hexadecimal. */
  hash: async (file: File): Promise<string> => readThrough(file, async () => {}),
};

export type IntakeWork = typeof work;

async function describe(path: string, file: File): Promise<IntakeFile & { readonly warnings: readonly Problem[] }> {
  refuseIllegalName(path);
  const recording = await openRecordingFrom(blobFile(file, path));
  const { channels, sampleRate, frames } = recording.format;
  const { warnings } = recording;
  await recording.close();
  return { file: path, channels, sampleRate, frames, warnings };
}

async function store(path: string, file: File, progress: (bytes: number) => Promise<void>): Promise<string> {
  const sink = await createPrivateSink(path);
  try {
    const hash = await readThrough(file, async (position, bytes) => {
      await sink.write(position, bytes);
      await progress(bytes.length);
    });
    await sink.commit();
    return hash;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

async function readThrough(file: File, take: (position: number, bytes: Uint8Array) => Promise<void>): Promise<string> {
  const hash = sha256.create();
  for (let position = 0; position < file.size; position += PIECE_BYTES) {
    const piece = file.slice(position, position + PIECE_BYTES);
    const bytes = new Uint8Array(await guarded(file.name, () => piece.arrayBuffer()));
    hash.update(bytes);
    await take(position, bytes);
  }
  return bytesToHex(hash.digest());
}

function problemWith(error: unknown, path: string): Problem {
  const known = error instanceof TwobusError ? error : fault("unreadable", path, `${String(error)}; choose it again`);
  return { ...known.problems[0]!, at: path };
}

/** Makes this Worker one that reads recordings. */
export function serveIntake(): void {
  expose(work);
}
