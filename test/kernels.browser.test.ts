import { goldenHashes } from "@twobus/core/laws";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import golden from "../packages/nodes/src/laws.golden.json" with { type: "json" };
import { transparent } from "../packages/nodes/test/transparent.ts";
import { fetchFile } from "./support/fetch-file.ts";

// In doubles, to the last bit; a rendered file is float32 and rounds the smallest differences away.
test("every node alone makes in Chromium what it makes in Node", async () => {
  expect(await goldenHashes(builtInPack, fetchFile, { transparent })).toEqual(golden);
});
