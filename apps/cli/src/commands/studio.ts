import { parseWholeNumber } from "../numbers.ts";
import type { GlobalOptions, Report } from "../report.ts";
import { orderly } from "../stopping.ts";
import { findSite } from "../studio/find-site.ts";
import { openBrowser } from "../studio/open-browser.ts";
import { serveFrom } from "../studio/serve-from.ts";
import { serveStudio } from "../studio/server.ts";
import { findDemo, whichMixes } from "../studio/which-mixes.ts";

const KNOWN_PORT = 4480;

export interface StudioCommandOptions extends GlobalOptions {
  /** Absent: the one that people know, or the next that is free. */
  readonly port?: string;
  readonly open: boolean;
}

/** Opens a mix in the studio, or the choice among several, or the studio alone: serves it until the program is stopped. */
export async function studio(named: string | undefined, options: StudioCommandOptions): Promise<Report> {
  const port = options.port === undefined ? undefined : parseWholeNumber("--port", 0, 65_535, options.port);
  const site = findSite();
  const mixes = await whichMixes(named ?? ".");
  const served = { mixes, site, demo: findDemo() };
  const server = await (port === undefined ? serveFrom(KNOWN_PORT, served) : serveStudio({ ...served, port }));
  const { fields, said, kept } = wordsFor(mixes);
  return {
    json: { ...fields, address: server.address },
    text: `${said}: ${server.address}\n${kept} Ctrl-C ends it.`,
    afterwards: () =>
      orderly(async (signal) => {
        if (options.open) openBrowser(server.address);
        await stopOf(signal);
        await server.close();
      }),
  };
}

interface Words {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly said: string;
  readonly kept: string;
}

function wordsFor(mixes: readonly string[]): Words {
  const [mix, ...others] = mixes;
  if (mix === undefined) {
    const kept = "What is made there is kept in the browser, and in a file with “Save as…”.";
    return { fields: {}, said: "No mix here: the studio begins without one", kept };
  }
  if (others.length > 0) {
    const said = `${mixes.length} mixes here: choose one in the studio`;
    return { fields: { mixes }, said, kept: "Edits are saved to its file." };
  }
  return { fields: { mix }, said: `${mix} in the studio`, kept: "Edits are saved to the file." };
}

function stopOf(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
