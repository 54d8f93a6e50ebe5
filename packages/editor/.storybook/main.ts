import type { StorybookConfig } from "@storybook/react-vite";
import type { Plugin } from "vite";

/** Reads components for their documentation; of the many modules that stories import, those of components alone. */
const ofComponentsAlone = (plugin: Plugin): Plugin =>
  plugin.name === "storybook:react-docgen-plugin" && typeof plugin.transform === "function"
    ? { ...plugin, transform: { filter: { id: /\/editor\/src\/.*\.tsx$/ }, handler: plugin.transform } }
    : plugin;

const config: StorybookConfig = {
  framework: "@storybook/react-vite",
  stories: ["../src/**/*.stories.tsx"],
  addons: ["@storybook/addon-vitest", "@storybook/addon-a11y", "@storybook/addon-docs"],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: "react-docgen" },
  viteFinal: (settings) => ({
    ...settings,
    plugins: (settings.plugins as Plugin[]).map(ofComponentsAlone),
    resolve: { ...settings.resolve, conditions: ["source", "module", "browser", "development|production"] },
  }),
};
export default config;
