import { readFile } from "node:fs/promises";

export const atRoot = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** The code of a README in a language, each block with the file that its first line names. */
export function codeBlocks(
  readme: string,
  language: string,
): readonly { readonly file: string; readonly code: string }[] {
  const fence = new RegExp(`\`\`\`${language}\\n(?:// (\\S+)\\n)?([^]*?)\`\`\``, "g");
  return [...readme.matchAll(fence)].map(([, file = "a file that is not named", code]) => ({ file, code: code! }));
}

/** Lines as they are but for how far they are set in. */
export const unindented = (code: string): string =>
  code
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
