import { existsSync } from "node:fs";
import { cp, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compareNaturally } from "@twobus/core";
import { isWithin, realPathOf } from "@twobus/renderer-node";

/** A checkout of this repository; nothing of it is there in the published package. */
const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const demoSong = join(repository, "examples", "demo-song");

/** The folder of the demo song; nothing in the published package, which has no room for it. */
export const findDemo = (): string | undefined => (existsSync(demoSong) ? demoSong : undefined);

/**
 * The mixes that can be opened: the file that is named, or those of a folder, or at the top of the repository the demo song. None
 * where there is none: the studio begins with its ways to one.
 */
export async function whichMixes(named: string): Promise<readonly string[]> {
  if (!(await isFolder(named))) return [named];
  const mixes = await mixesIn(named);
  const isDemo = mixes.length === 0 && resolve(named) === resolve(repository) && existsSync(demoSong);
  return isDemo ? [await copyDemoSong(join(named, "out", "studio"))] : mixes;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

/** Nothing hidden, and no link that leads out of the folder. */
async function mixesIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^[^.].*\.mix\.json$/i.test(name));
  const home = await realPathOf(folder);
  const isHere = (name: string): Promise<boolean> =>
    realPathOf(join(folder, name)).then(
      (path) => isWithin(home, path),
      () => false,
    );
  const are = await Promise.all(names.map(isHere));
  return names
    .filter((_, index) => are[index])
    .toSorted(compareNaturally)
    .map((name) => join(folder, name));
}

/** A copy to work on; one that was changed is kept. */
async function copyDemoSong(folder: string): Promise<string> {
  const mix = join(folder, "demo.mix.json");
  if (!existsSync(mix)) await cp(demoSong, folder, { recursive: true });
  return mix;
}
