import { existsSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compareNaturally, fault } from "@twobus/core";

const MIX_NAME = /\.mix\.json$/i;
const MOST_NAMES = 5;

/** A checkout of this repository; nothing of it is there in the published package. */
const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const demoSong = join(repository, "examples", "demo-song");

/** The folder of the demo song; nothing in the published package, which has no room for it. */
export const findDemo = (): string | undefined => (existsSync(demoSong) ? demoSong : undefined);

/**
 * The mix to open where none was named: the only one here, or at the top of the repository the demo song. Nothing where there is
 * none: the studio begins with its ways to one.
 */
export async function chooseMix(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder)).filter((name) => MIX_NAME.test(name)).toSorted(compareNaturally);
  if (names.length === 1) return join(folder, names[0]!);
  if (names.length > 1) {
    const first = names.slice(0, MOST_NAMES).join(", ");
    throw fault(
      "which-mix",
      folder,
      `there are ${names.length} mixes here: name one of them (${first}${names.length > MOST_NAMES ? ", …" : ""})`,
    );
  }
  return resolve(folder) === resolve(repository) && existsSync(demoSong) ? copyDemoSong() : undefined;
}

/** A copy to work on; one that was changed is kept. */
async function copyDemoSong(): Promise<string> {
  const folder = join(repository, "out", "studio");
  const mix = join(folder, "demo.mix.json");
  if (!existsSync(mix)) await cp(demoSong, folder, { recursive: true });
  return mix;
}
