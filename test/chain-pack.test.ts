// A package of chains from outside, as npm would bring it: its golden hashes hold in every renderer of Node, for any threads.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderFile } from "@twobus/renderer-node";
import { expect, onTestFinished, test } from "vitest";
import { examplePack, goldenJobOf } from "./support/chain-pack.ts";
import { registry } from "./support/mixes.ts";
import { temporaryFolder } from "./support/render.ts";

const chains = await examplePack(async (url) => Uint8Array.from(await readFile(url)));

test("holds three chains", () => {
  expect(Object.keys(chains)).toEqual(["garage-drums", "felt-keys", "breathing-pads"]);
});

test.each(Object.keys(chains).flatMap((id) => [1, 2].map((threads) => [id, threads] as const)))(
  "%s, on %d threads",
  async (id, threads) => {
    const folder = await temporaryFolder(onTestFinished);
    const { document, recordings, ...range } = goldenJobOf(chains[id]!);
    for (const [file, bytes] of Object.entries(recordings)) await writeFile(join(folder, file), bytes);
    const format = { container: "wav", sampleFormat: "float32" } as const;
    const options = { registry, folder, path: join(folder, "out.wav"), threads, ...format, ...range };
    expect((await renderFile(document, options)).pcmSha256).toBe(chains[id]!.golden!.pcmSha256);
  },
);
