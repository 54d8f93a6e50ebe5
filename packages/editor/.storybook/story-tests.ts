import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import type { PluginOption } from "vite";

/** Makes a test of every story: it is drawn, and axe finds nothing wrong with it. */
export const storyPlugins = (): PluginOption[] => [
  react(),
  storybookTest({ configDir: import.meta.dirname, disableAddonDocs: true }),
];
