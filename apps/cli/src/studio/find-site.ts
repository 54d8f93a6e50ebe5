import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fault } from "@twobus/core";

/** The built studio: in the published package beside the compiled code, in the repository where it was built. */
const PLACES = ["../site/", "../../../studio/dist/site/"];

export function findSite(): string {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const site = folders.find((folder) => existsSync(join(folder, "index.html")));
  if (site === undefined) {
    throw fault("no-site", "twobus", "the studio has not been built here; `npm start` in the repository does it");
  }
  return site;
}
