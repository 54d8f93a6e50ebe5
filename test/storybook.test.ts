import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { expect, test } from "vitest";
import { atRoot } from "./support/readme.ts";
import { serveFolder } from "./support/static-site.ts";
import { visit } from "./support/studio.ts";

// The built Storybook documents every component of the editor. `pnpm run storybook:build` must have been run.

const folder = fileURLToPath(new URL("../packages/editor/build/storybook", import.meta.url));
const TEST_MS = 180_000;

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly type: "docs" | "story";
}

async function entries(): Promise<readonly Entry[]> {
  const index = JSON.parse(await readFile(`${folder}/index.json`, "utf8")) as { entries: Record<string, Entry> };
  return Object.values(index.entries);
}

/** What a page of documentation says of a component, and which of its properties it says nothing of. */
const readPage = (page: Page): Promise<{ title: string; text: string; wordless: readonly string[] }> =>
  page.locator("#storybook-docs").evaluate((docs) => ({
    title: docs.querySelector("h1")?.textContent ?? "",
    text: docs.querySelector("h1 + p")?.textContent ?? "",
    wordless: [...docs.querySelectorAll(".docblock-argstable tbody tr")]
      .map((row) => row.querySelectorAll("td"))
      .filter(([, description]) => (description?.querySelector("span")?.textContent ?? "") === "")
      .map(([name]) => name?.textContent ?? ""),
  }));

test("every component that is exported has a page of its own, and stories", async () => {
  const index = await atRoot("packages/editor/src/index.ts");
  const components = [...index.matchAll(/export \{ ([A-Z]\w*).*\.tsx"/g)].map(([, name]) => name!);
  expect(components.length).toBeGreaterThan(15);
  const all = await entries();
  const named = (type: Entry["type"]): readonly (string | undefined)[] =>
    all.filter((entry) => entry.type === type).map(({ title }) => title.split("/").at(-1));
  expect(components.filter((name) => !named("docs").includes(name))).toEqual([]);
  expect(components.filter((name) => !named("story").includes(name))).toEqual([]);
});

test(
  "every page says what its component is and what each property means, without help from elsewhere",
  { timeout: TEST_MS },
  async () => {
    const pages = (await entries()).filter(({ type }) => type === "docs");
    expect(pages.length).toBeGreaterThan(20);
    const address = await serveFolder(folder);
    const { page, complaints } = await visit(`${address}?path=/docs/${pages[0]!.id}`);
    await page.frameLocator("iframe").getByRole("heading", { level: 1 }).waitFor();
    const lacking: string[] = [];
    for (const { id, title } of pages) {
      await page.goto(`${address}iframe.html?viewMode=docs&id=${id}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator(".sb-story, [data-story-block]").first().waitFor();
      const read = await readPage(page);
      if (read.title !== title.split("/").at(-1)) lacking.push(`${title} is called ${read.title}`);
      if (!/^[A-Z].{20}/s.test(read.text)) lacking.push(`${title}: what it is`);
      lacking.push(...read.wordless.filter((name) => !name.startsWith("children")).map((name) => `${title}: ${name}`));
      if ((await page.locator(".sb-errordisplay:visible").count()) > 0) lacking.push(`${title}: throws`);
    }
    expect(lacking).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
