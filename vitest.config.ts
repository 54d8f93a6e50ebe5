import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

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

export default defineConfig({
  test: {
    projects: [
      ...["dsp", "core", "nodes", "media", "measure", "renderer-node"].map((name) => project(name, `packages/${name}`)),
      project("cli", "apps/cli"),
      project("whole", "test"),
    ],
  },
});
