import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright";
import { inject, onTestFinished } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the browser; Playwright's own where it is not given. */
    readonly chromium: string | undefined;
  }
}

const main = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const command = ["--conditions=source", main];

/** Runs a command of the command line, and returns its JSON. */
export async function twobus(...words: string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [...command, ...words, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const piece of child.stdout) text += String(piece);
  return JSON.parse(text) as Record<string, unknown>;
}

export interface RunningStudio {
  readonly address: string;
  /** Sends Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
}

/** `twobus studio` at a free port unless one is given, in a folder where one is given. The studio must have been built. */
export async function startStudio(mix?: string, folder?: string, port = 0): Promise<RunningStudio> {
  const words = ["studio", ...(mix === undefined ? [] : [mix]), "--no-open", "--port", String(port)];
  const child = spawn(process.execPath, [...command, ...words], { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  const address = await addressSaidBy(child);
  return {
    address,
    stop: async () => {
      const ended = once(child, "close");
      child.kill("SIGINT");
      return ((await ended) as [number | null])[0];
    },
  };
}

async function addressSaidBy(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  child.stderr!.on("data", (piece: Buffer) => said.push(piece.toString()));
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`no address was printed: ${said.join("")}`);
}

export interface Visit {
  readonly page: Page;
  /** Errors of the page, violations of its content policy, and requests that left this machine's studio. */
  readonly complaints: string[];
}

/** Opens an address in a browser of its own; `prepare` sees the page before it is opened. */
export async function visit(
  address: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<Visit> {
  const executablePath = inject("chromium");
  const browser: Browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ["--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
  onTestFinished(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const { origin } = new URL(address);
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(request.url());
  });
  await page.addInitScript(() => {
    // Dialogs of the desktop cannot be answered from here: the page does as in browsers without them.
    for (const picker of ["showSaveFilePicker", "showOpenFilePicker"]) Reflect.deleteProperty(globalThis, picker);
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`the content policy forbids ${violatedDirective}: ${blockedURI}`);
    });
  });
  await prepare(page);
  await page.goto(address);
  return { page, complaints };
}

/** Renames the mix that is open, as one does by hand. */
export async function renameMix(page: Page, name: string): Promise<void> {
  const mix = page.getByRole("navigation", { name: "Where you are" }).getByRole("button").first();
  await mix.dblclick();
  await page.getByRole("textbox", { name: "Name of the mix" }).fill(name);
  await page.keyboard.press("Enter");
  await mix.getByText(name, { exact: true }).waitFor();
}
