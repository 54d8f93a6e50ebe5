// A chain that was packed on one machine sounds in a browser as it did there: its golden hash holds.
import { chainText, parseChainText } from "@twobus/core/sharing";
import { expect, test } from "vitest";
import { bounced } from "./conformance/bounce.ts";
import { examplePack, goldenJobOf } from "./support/chain-pack.ts";
import { fetchFile } from "./support/fetch-file.ts";

const chains = await examplePack(fetchFile);

test.each(Object.keys(chains))("%s, bounced", async (id) => {
  const chain = chains[id]!;
  expect((await bounced(goldenJobOf(chain))).pcmSha256).toBe(chain.golden!.pcmSha256);
});

test.each(Object.keys(chains))("%s, shared as text", async (id) => {
  expect(await parseChainText(`Listen: ${await chainText(chains[id]!)}!`)).toEqual(chains[id]);
});
