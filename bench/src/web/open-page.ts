import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { chromium, type CDPSession, type Page } from "playwright";
import { build, preview } from "vite";
import { provideChromium } from "../../../tools/chromium.mjs";

/** The page of the bench, in a Chromium of its own. */
export interface OpenPage {
  readonly page: Page;
  readonly version: string;
  /** Watches the process that the page, its Workers and its worklets live in. */
  watchMemory(): MemoryWatch;
  close(): Promise<void>;
}

export interface MemoryWatch {
  /** Ends it. The most that was resident, in bytes. */
  most(): Promise<number>;
}

const INTERVAL_MS = 250;

/** With these a page may share memory between threads. */
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Builds the page into `folder/site`, serves it with what else lies there, and opens it. */
export async function openPage(folder: string): Promise<OpenPage> {
  const site = {
    configFile: false,
    root: join(import.meta.dirname, "page"),
    logLevel: "warn",
    worker: { format: "es" },
    build: { outDir: join(folder, "site"), emptyOutDir: false, target: "es2023" },
    preview: { headers },
  } as const;
  await build(site);
  const server = await preview(site);
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: provideChromium(),
    args: ["--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
  const [page = await context.newPage()] = context.pages();
  await page.goto(server.resolvedUrls!.local[0]!);
  const processes = await context.browser()!.newBrowserCDPSession();
  await page.waitForFunction(() => "bench" in globalThis);
  return {
    page,
    version: context.browser()!.version(),
    watchMemory: () => watchMemory(processes),
    close: async () => {
      await context.close();
      await server.close();
    },
  };
}

function watchMemory(processes: CDPSession): MemoryWatch {
  let most = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      most = Math.max(most, await residentBytes(processes));
      await setTimeout(INTERVAL_MS);
    }
  })();
  return {
    most: async () => {
      over.abort();
      await watching;
      return most;
    },
  };
}

/** Of the largest renderer: Chromium keeps a spare one at hand. */
async function residentBytes(processes: CDPSession): Promise<number> {
  const { processInfo } = await processes.send("SystemInfo.getProcessInfo");
  const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", ids.join(",")]);
  return 1024 * Math.max(...stdout.trim().split(/\s+/).map(Number));
}
