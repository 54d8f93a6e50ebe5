import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { sharedScripts } from "./shared-scripts.ts";

const MODULES: Readonly<Record<string, string>> = {
  "page.js": 'import workerUrl from "./worker.js?worker&url"; import { says } from "./nodes.js"; says(workerUrl);',
  "worker.js": 'import { says } from "./nodes.js"; says(globalThis.name);',
  "nodes.js": 'export const says = (text) => globalThis.console.log("a long description of a node", text);',
};

/** The scripts that are built from a page. */
async function scriptsOf(modules: Readonly<Record<string, string>>): Promise<Rolldown.OutputChunk[]> {
  const root = await mkdtemp(join(tmpdir(), "twobus-scripts-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await Promise.all(Object.entries(modules).map(([name, text]) => writeFile(join(root, name), text)));
  const { output } = (await build({
    root,
    base: "./",
    configFile: false,
    logLevel: "silent",
    plugins: [sharedScripts()],
    build: { write: false, modulePreload: false, rolldownOptions: { input: join(root, "page.js") } },
  })) as Rolldown.RolldownOutput;
  return output.filter((file) => file.type === "chunk");
}

test("what a page and its Worker import is built once, and the page knows where the Worker lies", async () => {
  const scripts = await scriptsOf(MODULES);
  expect(scripts.filter(({ code }) => code.includes("a long description"))).toHaveLength(1);
  const worker = scripts.find(({ facadeModuleId }) => facadeModuleId?.endsWith("worker.js"))!;
  expect(worker.isEntry).toBe(true);
  expect(worker.imports).toHaveLength(1);
  const page = scripts.find(({ facadeModuleId }) => facadeModuleId?.endsWith("page.js"))!;
  expect(page.code).toContain(`new URL(\`${worker.fileName.split("/").at(-1)!}\`,import.meta.url).href`);
});
