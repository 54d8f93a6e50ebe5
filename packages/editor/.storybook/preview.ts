import type { Preview } from "@storybook/react-vite";
import { themes } from "storybook/theming";
import "../src/theme.css";
import "./preview.css";
import { movingElements } from "./moving-elements.ts";

const matches = (query: string): boolean => globalThis.matchMedia(query).matches;

const preview: Preview = {
  tags: ["autodocs"],
  parameters: {
    // As test/support/axe.ts looks at the studio's pages.
    a11y: {
      test: "error",
      options: { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    },
    docs: { theme: matches("(prefers-color-scheme: dark)") ? themes.dark : themes.light },
    layout: "fullscreen",
  },
  afterEach: ({ canvasElement }) => {
    if (!matches("(prefers-reduced-motion: reduce)")) return;
    const moving = movingElements(canvasElement);
    if (moving.length > 0) throw new Error(`moves although motion is reduced: ${moving.join(", ")}`);
  },
};
export default preview;
