import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { bounceInNode } from "./packages/renderer-web/test/node-bounce.ts";
import { recordingsServer } from "./packages/renderer-web/test/recordings-server.ts";

const conditions = ["source", ...defaultServerConditions];

const project = (name: string, root: string) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name,
    root,
    environment: "node" as const,
    include: ["**/*.test.ts"],
    exclude: ["**/dist/**", "**/node_modules/**"],
    execArgv: ["--conditions=source"],
    testTimeout: 60_000, // a busy machine must not fail a test
  },
});

/** What makes a page cross-origin isolated. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const rendererWeb = (name: string, headers: Record<string, string>, include: string) => ({
  resolve: { conditions: ["source", ...defaultClientConditions] },
  plugins: [recordingsServer()],
  server: { headers },
  optimizeDeps: {
    // What Workers import is otherwise found only when they start, and reloads the tests.
    include: [
      "comlink",
      "@noble/hashes/sha2.js",
      "@noble/hashes/utils.js",
      "@twobus/core > immer",
      "@twobus/core > zod",
      "@twobus/media > mpg123-decoder",
      "@twobus/media > opus-decoder",
    ],
  },
  test: {
    name,
    root: "packages/renderer-web",
    include: [include],
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
          args: ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        },
      }),
      instances: [{ browser: "chromium" as const }],
      commands: { bounceInNode },
    },
  },
});

export default defineConfig({
  test: {
    projects: [
      ...["dsp", "core", "nodes", "media", "measure", "renderer-node"].map((name) => project(name, `packages/${name}`)),
      project("cli", "apps/cli"),
      project("whole", "test"),
      rendererWeb("renderer-web", isolation, "src/**/*.browser.test.ts"),
      rendererWeb("renderer-web-open", {}, "src/same-bits.browser.test.ts"),
    ],
  },
});
