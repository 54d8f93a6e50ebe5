import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { CONTENT_POLICY } from "./content-policy.ts";
import { sharedScripts } from "./shared-scripts.ts";
import { withoutColours } from "./without-colours.ts";
import { withoutReferences } from "./without-references.ts";

/** With these the page may share memory between threads. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** While it is developed, the page carries scripts of the development server, which a policy would forbid. */
const contentPolicy: Plugin = {
  name: "content-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_POLICY },
      injectTo: "head-prepend",
    },
  ],
};

export default defineConfig({
  base: "./",
  plugins: [react(), sharedScripts(), withoutReferences(), withoutColours(), contentPolicy],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  // What Workers import is otherwise found only when they start, and reloads the page.
  optimizeDeps: {
    include: [
      "@noble/hashes/sha2.js",
      "@noble/hashes/utils.js",
      "@twobus/media > client-zip",
      "@twobus/media > mpg123-decoder",
      "@twobus/media > opus-decoder",
      "comlink",
    ],
  },
  build: {
    target: "es2024",
    outDir: "dist/site",
    // Workers load some of the page's scripts, and have no document to put links into.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, links, { hostType }) => (hostType === "html" ? links : []),
    },
    // Chains are fetched, which the content policy allows only from files.
    assetsInlineLimit: (path) => (path.endsWith(".json") ? false : undefined),
  },
  server: { headers },
  preview: { headers },
});
