// docs/chains.md does what it says: its commands run as they stand, one after the other.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { fill, temporaryFolder, tone } from "../support/recordings.ts";
import { twobusInside } from "../support/twobus.ts";

const page = await readFile(new URL("../../../../docs/chains.md", import.meta.url), "utf8");

const lines = [...page.matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => block!.trimEnd().split("\n"))
  .map((line) => line.replace(/\s+#.*$/, ""));

/** Words as a shell tells them apart, and the file that their output goes to. */
function wordsOf(line: string): { readonly words: readonly string[]; readonly into: string | undefined } {
  const [command, into] = line.split(" > ");
  const words = [...command!.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole);
  return { words, into };
}

test("every command of docs/chains.md runs, in order", async () => {
  const folder = await temporaryFolder();
  vi.stubEnv("XDG_DATA_HOME", await temporaryFolder());
  await fill(folder, {
    "stems/kick.wav": tone({ sampleRate: 48000, frames: 4800 }),
    "stems/snare.wav": tone({ sampleRate: 48000, frames: 4800 }),
    "stems/bass.wav": tone({ sampleRate: 48000, frames: 4800 }),
  });
  for (const line of lines) {
    const {
      words: [program, ...words],
      into,
    } = wordsOf(line);
    if (program === "npm") continue;
    expect(program, line).toBe("./twobus");
    const { code, stdout, stderr } = await twobusInside(folder, ...words);
    expect({ line, code, stderr: code === 0 ? "" : stderr }).toEqual({ line, code: 0, stderr: "" });
    if (into !== undefined) await writeFile(join(folder, into), stdout);
  }
  const mix = await readFile(join(folder, "song.mix.json"), "utf8");
  expect(mix).toContain('"version": "1.1.0"');
  expect(mix).toContain('"pinned"');
  // What is published is what was changed, as its maker said it.
  expect(JSON.parse(await readFile(join(folder, "ada-chains/crunch.chain.json"), "utf8"))).toMatchObject({
    version: "1.1.0",
    author: "Ada",
    summary: "Hit first, then tape.",
    tags: ["drums"],
    derivedFrom: [{ name: "Crunch", version: "1.0.0" }],
  });
});

test("what the page refuses is what the code says", async () => {
  const { PACK_LIMITS } = await import("@twobus/core/sharing");
  expect(page).toContain(`more than ${PACK_LIMITS.files} files or ${PACK_LIMITS.bytes / 1024 / 1024} MB`);
});
