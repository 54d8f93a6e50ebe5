import { fault } from "@twobus/core";
import { makeMix } from "../intake/make-mix.ts";
import type { MixStore } from "../keeping/mix-store.ts";
import { mixText } from "../keeping/mix-text.ts";
import { documentIn } from "../keeping/opened-mix.ts";
import { readZip } from "./zip-directory.ts";

const MIX_NAME = /\.mix\.json$/i;

/** Keeps a mix and its recordings as they stand in a bundle; returns its id. Where that does not go, nothing of it is left. */
export async function openBundle(
  store: MixStore,
  file: File,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const entries = await readZip(file);
  const mixes = entries.filter(({ path }) => MIX_NAME.test(path));
  if (mixes.length !== 1) {
    throw fault("illegal-bundle", file.name, `it holds ${mixes.length} mixes; a bundle holds one .mix.json`);
  }
  const [mix] = mixes;
  const document = documentIn(await mixText(mix!.content, file.name), file.name);
  const folder = mix!.path.slice(0, mix!.path.lastIndexOf("/") + 1);
  const recordings = entries
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, content }) => ({
      path: path.slice(folder.length),
      file: new File([content], path.slice(path.lastIndexOf("/") + 1)),
    }));
  return makeMix(store, document, recordings, progress, signal);
}
