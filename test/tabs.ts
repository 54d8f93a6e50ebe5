import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { provideChromium } from "../tools/chromium.mjs";

/** A Chromium with real tabs, of which only the front one is visible: test tools keep each page visible. */
export interface Tabs {
  /** Opens a tab in front of the others. */
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  /** Gives the page no right that a click would give. */
  evaluate<T>(expression: string): Promise<T>;
  /** As a person clicks on an element. */
  click(selector: string): Promise<void>;
}

/** Before someone clicks, a page may play, or not. */
export type AutoplayPolicy = "no-user-gesture-required" | "document-user-activation-required";

const LOOK_MS = 50;

/** Keeps its profile in `folder`. */
export async function openTabs(
  folder: string,
  autoplayPolicy: AutoplayPolicy = "no-user-gesture-required",
): Promise<Tabs> {
  const browser = spawn(
    provideChromium(),
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--mute-audio", // plays where there is no sound card
      `--autoplay-policy=${autoplayPolicy}`,
      "--remote-debugging-port=0",
      `--user-data-dir=${folder}`,
    ],
    { stdio: "ignore" },
  );
  const gone = new Promise<void>((resolve) => browser.once("exit", () => resolve()));
  const base = `http://127.0.0.1:${await portIn(folder)}/json`;
  return {
    open: async (url) => {
      const made = await fetch(`${base}/new?${encodeURIComponent(url)}`, { method: "PUT" });
      const { id, webSocketDebuggerUrl } = (await made.json()) as { id: string; webSocketDebuggerUrl: string };
      await fetch(`${base}/activate/${id}`);
      return connect(webSocketDebuggerUrl);
    },
    close: async () => {
      browser.kill();
      await gone;
    },
  };
}

async function portIn(folder: string): Promise<string> {
  for (;;) {
    const text = await readFile(join(folder, "DevToolsActivePort"), "utf8").catch(() => "");
    const [port] = text.split("\n");
    if (port !== undefined && port !== "") return port;
    await setTimeout(LOOK_MS);
  }
}

interface Answer {
  readonly id: number;
  readonly result: {
    readonly result: { readonly value: unknown };
    readonly exceptionDetails?: { readonly text: string };
  };
}

async function connect(url: string): Promise<Tab> {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id)?.(answer);
  });
  const ask = (method: string, params: object): Promise<Answer> =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (result.exceptionDetails !== undefined) throw new Error(`${expression}: ${result.exceptionDetails.text}`);
    return result.result.value as T;
  };
  return {
    evaluate,
    click: async (selector) => {
      const box = `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()`;
      const [x, y] = await evaluate<[number, number]>(`{ const b = ${box}; [b.x + b.width / 2, b.y + b.height / 2] }`);
      for (const type of ["mousePressed", "mouseReleased"]) {
        await ask("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
      }
    },
  };
}
