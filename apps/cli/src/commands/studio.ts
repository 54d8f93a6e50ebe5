import { relative } from "node:path";
import { parseWholeNumber } from "../numbers.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";
import { findSite } from "../studio/find-site.ts";
import { openBrowser } from "../studio/open-browser.ts";
import { serveStudio } from "../studio/server.ts";
import { chooseMix } from "../studio/which-mix.ts";

export interface StudioCommandOptions extends GlobalOptions {
  readonly port: string;
  readonly open: boolean;
}

/** Opens a mix in the studio: serves it until the program is stopped. */
export async function studio(named: string | undefined, options: StudioCommandOptions): Promise<Report> {
  const port = parseWholeNumber("--port", 0, 65_535, options.port);
  const site = findSite();
  const mix = named ?? relative(process.cwd(), await chooseMix(process.cwd()));
  const server = await serveStudio({ mix, site, port });
  return {
    json: { mix, address: server.address },
    text: `${mix} in the studio: ${server.address}\nEdits are saved to the file. Ctrl-C ends it.`,
    afterwards: () =>
      orderly(async (signal) => {
        if (options.open) openBrowser(server.address);
        await stopOf(signal);
        await server.close();
      }),
  };
}

function stopOf(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
