import { defaultClientConditions, type InlineConfig } from "vite";

/** With these a page may share memory between threads. */
export const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** How Vite serves and builds the page, with the demo song beside it. */
export const playerConfig = (headers: Readonly<Record<string, string>>): InlineConfig => ({
  configFile: false,
  root: import.meta.dirname,
  publicDir: "../demo-song",
  resolve: { conditions: ["source", ...defaultClientConditions] },
  optimizeDeps: { entries: ["index.html", "render-worker.ts"] },
  worker: { format: "es" },
  build: { target: "es2023" },
  server: { headers },
  preview: { headers },
});
