// Finds the Chromium that browser tests run in, and installs one where there is none. Run as a script, it says where it lies.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const USUAL_PLACES = [
  "/opt/google/chrome/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const PLAYWRIGHT = [process.execPath, "node_modules/playwright/cli.js", "install", "--no-shell"];

/** Ways to install one, each a row of commands: Debian's own, then Playwright's download. */
const AS_ROOT = [
  [
    ["apt-get", "update"],
    ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
  ],
  [[...PLAYWRIGHT, "--with-deps", "chromium"]],
];
const AS_ANYBODY = [[[...PLAYWRIGHT, "chromium"]]];

/** The machine that this runs on; tests bring another. */
const here = {
  env: process.env,
  isRoot: process.getuid?.() === 0,
  downloaded: chromium.executablePath(),
  exists: existsSync,
  run: ([command, ...words]) => spawnSync(command, words, { stdio: "ignore" }).status === 0,
};

/** The path of a Chromium that runs, or undefined. The variable `CHROMIUM` rules out all others. */
export function findChromium({ env, downloaded, exists, run } = here) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const places = env.CHROMIUM ? [env.CHROMIUM] : [...onPath, ...USUAL_PLACES, downloaded];
  return places.find((place) => exists(place) && run([place, "--version"]));
}

/** The same, after installing one if need be. Throws a sentence that says what to do where that fails. */
export function provideChromium(machine = here) {
  const { env, isRoot, run } = machine;
  const found = findChromium(machine);
  if (found !== undefined) return found;
  if (env.CHROMIUM) {
    throw new Error(`CHROMIUM says ${env.CHROMIUM}, which does not run: let it name a Chromium, or unset it`);
  }
  for (const commands of isRoot ? [...AS_ROOT, ...AS_ANYBODY] : AS_ANYBODY) {
    const installed = commands.every(run) ? findChromium(machine) : undefined;
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "browser tests need a Chromium, and none could be installed: install the package chromium, or set CHROMIUM to its path",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(provideChromium());
  } catch ({ message }) {
    console.error(message);
    process.exitCode = 1;
  }
}
