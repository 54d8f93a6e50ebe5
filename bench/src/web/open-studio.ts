import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright";
import { provideChromium } from "../../../tools/chromium.mjs";

/** The studio over a mix, in a Chromium of its own. */
export interface OpenStudio {
  readonly page: Page;
  readonly version: string;
  close(): Promise<void>;
}

const command = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url));
const WINDOW = { width: 1600, height: 1000 };

/** Serves the mix at `path` with `twobus studio`, and opens its page: `prepare` runs in it before all else, with `given`. */
export async function openStudio(path: string, prepare: (given: number) => void, given: number): Promise<OpenStudio> {
  const server = spawn(process.execPath, [command, "studio", path, "--no-open", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await addressSaidBy(server);
  const browser = await chromium.launch({
    executablePath: provideChromium(),
    args: ["--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
  const page = await browser.newPage({ viewport: WINDOW });
  await page.addInitScript(prepare, given);
  await page.goto(address);
  return {
    page,
    version: browser.version(),
    close: async () => {
      await browser.close();
      server.kill();
    },
  };
}

async function addressSaidBy(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error("twobus studio ended before it said an address");
}
