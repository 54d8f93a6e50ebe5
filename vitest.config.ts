import { playwright, type PlaywrightProviderOptions } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { storyPlugins } from "./packages/editor/.storybook/story-tests.ts";
import { startWatchingAudioThread, stopWatchingAudioThread } from "./packages/renderer-web/test/audio-thread.ts";
import { bounceInNode } from "./packages/renderer-web/test/node-bounce.ts";
import { recordingsServer } from "./packages/renderer-web/test/recordings-server.ts";
import { findChromium } from "./tools/chromium.mjs";

const BROWSER_TESTS = "**/*.browser.test.ts";
// A busy machine must not fail a test.
const testTimeout = 60_000;
const expect = { poll: { timeout: 30_000 } };
const serverConditions = ["source", ...defaultServerConditions];

const executablePath = findChromium();

const nodeProject = (name: string, root: string) => ({
  resolve: { conditions: serverConditions },
  ssr: { resolve: { conditions: serverConditions } },
  test: {
    name,
    root,
    environment: "node" as const,
    include: ["**/*.test.{ts,mjs}"],
    exclude: ["**/dist/**", "**/node_modules/**", BROWSER_TESTS],
    execArgv: ["--conditions=source"],
    testTimeout,
    expect,
    provide: { chromium: executablePath },
  },
});

const launchOptions: PlaywrightProviderOptions["launchOptions"] = {
  ...(executablePath !== undefined && { executablePath }),
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
  ],
};

const chromium = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions }),
  instances: [{ browser: "chromium" as const }],
  commands: { bounceInNode, startWatchingAudioThread, stopWatchingAudioThread },
});

/** With these a page may share memory between threads. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** What plays in real time has the machine to itself, one file at a time. */
const REAL_TIME = { groupOrder: 1 };

const webProject = (name: string, folder: string, isIsolated: boolean) => ({
  resolve: { conditions: ["source", ...defaultClientConditions] },
  plugins: [recordingsServer()],
  server: { headers: isIsolated ? ISOLATION : {} },
  optimizeDeps: {
    // What Workers import is otherwise found only when they start, and reloads the tests.
    entries: ["packages/renderer-web/test/render-worker.ts"],
  },
  test: {
    name,
    include: [`${folder}/${BROWSER_TESTS}`],
    exclude: ["**/dist/**", "**/node_modules/**"],
    provide: { isIsolated },
    testTimeout,
    expect,
    sequence: REAL_TIME,
    fileParallelism: false,
    browser: chromium(),
  },
});

/** As people may have set their systems; what is dark says nothing of what moves, so that both are looked at in one. */
const SETTINGS = {
  light: { colorScheme: "light", reducedMotion: "no-preference" },
  "dark, reduced motion": { colorScheme: "dark", reducedMotion: "reduce" },
} as const;

const storiesProject = (name: string, root: string) => ({
  resolve: { conditions: ["source", ...defaultClientConditions] },
  plugins: [storyPlugins()],
  test: {
    name,
    root,
    testTimeout,
    expect,
    isolate: false,
    browser: {
      ...chromium(),
      instances: Object.entries(SETTINGS).map(([setting, contextOptions]) => ({
        browser: "chromium" as const,
        name: `${name} (${setting})`,
        provider: playwright({ launchOptions, contextOptions }),
      })),
    },
  },
});

/** In a page that may share memory, and in one that may not. */
const webProjects = (name: string, folder: string) => [
  webProject(`${name}-chromium`, folder, true),
  webProject(`${name}-chromium-unshared`, folder, false),
];

/** From its own folder, where all that it imports resolves. */
const studioProject = () => {
  const project = webProject("studio-chromium", ".", true);
  // Found late as well: it is loaded when it is needed.
  const optimizeDeps = {
    include: [
      "@noble/hashes/sha2.js",
      "@noble/hashes/utils.js",
      "@twobus/media > client-zip",
      "@twobus/media > mpg123-decoder",
      "@twobus/media > opus-decoder",
      "comlink",
    ],
  };
  return {
    ...project,
    optimizeDeps,
    root: "apps/studio",
    test: { ...project.test, root: "apps/studio", include: [BROWSER_TESTS] },
  };
};

export default defineConfig({
  test: {
    projects: [
      ...["dsp", "core", "nodes", "media", "measure", "renderer-node"].map((name) =>
        nodeProject(name, `packages/${name}`),
      ),
      nodeProject("editor", "packages/editor"),
      nodeProject("cli", "apps/cli"),
      nodeProject("studio", "apps/studio"),
      nodeProject("tools", "tools"),
      nodeProject("whole", "test"),
      storiesProject("editor-stories", "packages/editor"),
      ...webProjects("renderer-web", "packages/renderer-web"),
      studioProject(),
      ...webProjects("whole", "test"),
    ],
  },
});
