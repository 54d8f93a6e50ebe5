import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { builtInPack, factoryChains } from "@twobus/nodes";
import { describe, expect, test } from "vitest";
import { declareCommands } from "../src/declare-commands.ts";
import { fullType } from "../src/node-types.ts";

// What a page names exists: files, headings, scripts, tests, commands with their options, nodes and chains.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = globSync(["*.md", "docs/**/*.md", "{packages,apps,examples}/*/README.md"], { cwd: root }).toSorted();
const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
const program = new Command("twobus");
declareCommands(program);

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found!);

/** Blocks of code and code within lines, as lines without their comments. */
const codeOf = (text: string): string[] =>
  [...matches(text, /^```\w*\n(.*?)^```/gms), ...matches(text.replaceAll(/^```.*?^```/gms, ""), /`([^`]+)`/g)]
    .flatMap((code) => code.split("\n"))
    .map((line) => line.replace(/\s+#.*/, ""));

/** Files that a page has its reader write: named on a line of their own, above a block. */
const written = (text: string): string[] => matches(text, /^`(\S+)`\n\n```/gm);

const anchorsOf = (text: string): string[] =>
  matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

function deadLinks(page: string, text: string): string[] {
  return matches(text, /\]\(([^)\s]+)\)/g).filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", anchor] = link.split("#", 2);
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
  });
}

function missingPaths(text: string): string[] {
  const named = codeOf(text).filter((code) => /^(packages|apps|docs|examples|test|bench|tools)\/[\w./@-]+$/.test(code));
  const own = written(text);
  return named.filter((path) => !existsSync(join(root, path)) && !own.some((file) => file.startsWith(path)));
}

function missingScripts(text: string): string[] {
  const named = codeOf(text).flatMap((line) => matches(line, /\bp?npm run ([\w:-]+)/g));
  return named.filter((script) => !Object.hasOwn(scripts, script));
}

/** `vitest run --project NAME FILTER`: a file of that project has the filter in its path. */
function missingTests(text: string): string[] {
  const runs = codeOf(text).filter((line) => /vitest run --project \w/.test(line));
  return runs.filter((line) => {
    const [, project = "", filter = ""] = /--project ([\w-]+) ?([^-\s]\S*)?/.exec(line)!;
    const folder =
      {
        cli: "apps/cli",
        studio: "apps/studio",
        "studio-chromium": "apps/studio",
        "editor-stories": "packages/editor",
        whole: "test",
      }[project] ?? `packages/${project}`;
    const files = globSync(`${folder}/**/*.{test.ts,stories.tsx}`, {
      cwd: root,
      exclude: (path) => path.endsWith("node_modules"),
    });
    return ![...files, ...written(text)].some((path) => path.startsWith(`${folder}/`) && path.includes(filter));
  });
}

/** Commands, options, nodes and chains that the command line does not know. */
function unknownUsages(text: string): string[] {
  const own = matches(text, /^ {2}type: "twobus\.(\w+)"/gm);
  const made = matches(text, /(?: -o| --as) ([\w-]+)(?=\.chain\.json|\s)/g);
  return codeOf(text)
    .flatMap((line) => matches(line, /^(?:\.\/)?twobus ([a-z].*)/g))
    .filter((usage) => {
      const words = usage.split(/\s+/);
      const named = program.commands.find((each) => each.name() === words[0]);
      if (named === undefined) return true;
      const inner = named.commands.find((each) => each.name() === words[1]) ?? named.commands[0];
      const options = [...(inner ?? named).options.flatMap(({ long, short }) => [long, short]), "--help", "--json"];
      if (words.some((word) => /^--?[a-z]/.test(word) && !options.includes(word))) return true;
      const [, chain] =
        /(?:^chain (?:show|share|render|pack) |^chain apply \S+ |chain:)([a-z][\w-]+)(?= |$)/.exec(usage) ?? [];
      if (chain !== undefined && !Object.hasOwn(factoryChains, chain) && !made.includes(chain)) return true;
      const types = { describe: words.slice(1), card: words.slice(1), add: words.slice(2, 3) }[words[0]!] ?? [];
      const nodes = types.slice(
        0,
        Math.max(
          0,
          [...types, "-"].findIndex((word) => word.startsWith("-")),
        ),
      );
      return nodes.some(
        (type) =>
          /^[a-z][\w.]*$/.test(type) &&
          !isKnown(type) &&
          !own.includes(type.slice(7)) &&
          !(words[0] === "describe" && isSaid(type)),
      );
    });
}

/** Whether people call a node's sound so. */
const isSaid = (word: string): boolean => builtInPack.nodes.some((node) => node.words.includes(word));

const isKnown = (type: string): boolean => builtInPack.nodes.some((node) => node.type === fullType(type));

describe.each(pages)("%s names", (page) => {
  const text = textOf(page);
  test("files and headings that exist, in its links", () => expect(deadLinks(page, text)).toEqual([]));
  test("files and folders that exist, in its code", () => expect(missingPaths(text)).toEqual([]));
  test("scripts of package.json", () => expect(missingScripts(text)).toEqual([]));
  test("tests that exist", () => expect(missingTests(text)).toEqual([]));
  test("commands, options, nodes and chains that exist", () => expect(unknownUsages(text)).toEqual([]));
});
