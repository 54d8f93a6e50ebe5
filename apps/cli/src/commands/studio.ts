import { relative } from "node:path";
import { parseWholeNumber } from "../numbers.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";
import { findSite } from "../studio/find-site.ts";
import { openBrowser } from "../studio/open-browser.ts";
import { serveFrom } from "../studio/serve-from.ts";
import { serveStudio } from "../studio/server.ts";
import { chooseMix, findDemo } from "../studio/which-mix.ts";

const KNOWN_PORT = 4480;

export interface StudioCommandOptions extends GlobalOptions {
  /** Absent: the one that people know, or the next that is free. */
  readonly port?: string;
  readonly open: boolean;
}

/** Opens a mix in the studio, or the studio alone where there is none: serves it until the program is stopped. */
export async function studio(named: string | undefined, options: StudioCommandOptions): Promise<Report> {
  const port = options.port === undefined ? undefined : parseWholeNumber("--port", 0, 65_535, options.port);
  const site = findSite();
  const mix = named ?? (await chooseMixHere());
  const served = { mix, site, demo: findDemo() };
  const server = await (port === undefined ? serveFrom(KNOWN_PORT, served) : serveStudio({ ...served, port }));
  const [said, kept] =
    mix === undefined
      ? [
          "No mix here: the studio begins without one",
          "What is made there is kept in the browser, and in a file with “Save as…”.",
        ]
      : [`${mix} in the studio`, "Edits are saved to the file."];
  return {
    json: { ...(mix !== undefined && { mix }), address: server.address },
    text: `${said}: ${server.address}\n${kept} Ctrl-C ends it.`,
    afterwards: () =>
      orderly(async (signal) => {
        if (options.open) openBrowser(server.address);
        await stopOf(signal);
        await server.close();
      }),
  };
}

async function chooseMixHere(): Promise<string | undefined> {
  const here = process.cwd();
  const chosen = await chooseMix(here);
  return chosen === undefined ? undefined : relative(here, chosen);
}

function stopOf(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
