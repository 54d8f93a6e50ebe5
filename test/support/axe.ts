import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright";

const source = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};

/**
 * Where targets are as small as the zoom, or stand as near as their values are: all that they do can be done beside them as well, by
 * keys and in the inspector (WCAG 2.2, 2.5.8: equivalent, essential).
 */
const OF_ANY_SIZE = '.react-flow__viewport, [class*="plots"]';

/** What axe finds wrong with a page as it is shown now, one line for each place. */
export async function violations(page: Page): Promise<readonly string[]> {
  // As the browser's own tools do it: the page's content policy lets no other script in.
  await page.evaluate(source);
  return page.evaluate(
    async ({ rules, ofAnySize }) => {
      const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
      const isIn = (selector: string): boolean =>
        (document.querySelector(selector)?.closest(ofAnySize) ?? null) !== null;
      return (await axe.run(rules)).violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ target }) => id !== "target-size" || !isIn(String(target[0])))
          .map(
            ({ target, failureSummary = "" }) => `${id}: ${target.join(" ")}: ${failureSummary.replaceAll("\n", " ")}`,
          ),
      );
    },
    { rules: RULES, ofAnySize: OF_ANY_SIZE },
  );
}

/** What axe finds wrong with the views of a page, by name, each looked at in light and in dark. */
export interface AxeEyes {
  readonly look: (view: string) => Promise<void>;
  readonly found: Readonly<Record<string, readonly string[]>>;
}

export function axeEyes(page: Page): AxeEyes {
  const found: Record<string, readonly string[]> = {};
  return {
    found,
    look: async (view) => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const wrong = await violations(page);
        if (wrong.length > 0) found[`${view}, ${colorScheme}`] = wrong;
      }
    },
  };
}
