import { beforeAll, beforeEach, expect, test } from "vitest";
import { commands } from "vitest/browser";
import { clearPrivate, chosen, readPrivate, rendererWith, sha256, writePrivate } from "../test/harness.ts";
import type { NodeBounce, NodeBounceOptions } from "../test/node-bounce.ts";
import { recordings } from "../test/recordings.ts";
import type { BounceOptions } from "./bounce.ts";
import type { MediaLocation } from "./storage/locations.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    bounceInNode(options: NodeBounceOptions): Promise<NodeBounce>;
  }
}

const float = { container: "wav", sampleFormat: "float32" } as const;
const memory = { kind: "memory" } as const;

let inNode: NodeBounce;
beforeAll(async () => {
  inNode = await commands.bounceInNode(float);
});

beforeEach(async () => {
  await clearPrivate();
  for (const [file, bytes] of Object.entries(recordings)) await writePrivate(`songs/one/${file}`, bytes);
});

test.each<[string, MediaLocation]>([
  ["files that were chosen", chosen],
  ["the private file system", { kind: "opfs", folder: "songs/one" }],
  ["a server that gives parts", { kind: "url", base: "/recordings/ranged" }],
  ["a server that gives the whole", { kind: "url", base: "/recordings/whole/" }],
])("recordings from %s: what Node makes, with the same figures", async (_, media) => {
  const renderer = await rendererWith({ media });
  const { blob, ...result } = await renderer.bounce({ ...float, to: memory });
  const { fileSha256, ...expected } = inNode;
  expect(result).toEqual(expected);
  expect(await sha256(await blob!.arrayBuffer())).toBe(fileSha256);
});

test.each<[string, Omit<BounceOptions, "to">]>([
  ["WAV, 24 bits", { container: "wav", sampleFormat: "int24" }],
  ["WAV, 16 bits at 44.1 kHz", { container: "wav", sampleFormat: "int16", sampleRate: 44_100 }],
  ["FLAC, 24 bits", { container: "flac", sampleFormat: "int24" }],
  ["FLAC, a part", { container: "flac", sampleFormat: "int16", fromSeconds: 0.3, toSeconds: 1.1 }],
])("%s: the private file and the chosen file are Node's, byte for byte", async (_, options) => {
  const expected = await commands.bounceInNode(options);
  const renderer = await rendererWith({ media: { kind: "opfs", folder: "songs/one" } });
  const handle = await writePrivate("chosen", new Uint8Array([1, 2, 3]));
  const [result] = await Promise.all([
    renderer.bounce({ ...options, to: { kind: "opfs", path: "bounces/today/mix" } }),
    renderer.bounce({ ...options, to: { kind: "file", handle } }),
  ]);
  expect(result.pcmSha256).toBe(expected.pcmSha256);
  expect(await sha256(await readPrivate("bounces/today/mix"))).toBe(expected.fileSha256);
  expect(await sha256(await readPrivate("chosen"))).toBe(expected.fileSha256);
});

test("rendered to the page: the same samples, block by block", async () => {
  const renderer = await rendererWith();
  let samples = new Float32Array(0);
  let at = 0;
  const result = await renderer.render({
    begin: ({ frames }) => {
      samples = new Float32Array(2 * frames);
    },
    receive: ([left, right], frames) => {
      for (let frame = 0; frame < frames; frame++) {
        samples[at++] = left[frame]!;
        samples[at++] = right[frame]!;
      }
    },
  });
  expect(await sha256(samples)).toBe(inNode.pcmSha256);
  expect([result.frames, at / 2]).toEqual([inNode.frames, inNode.frames]);
});
