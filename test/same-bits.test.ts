import { parseMix, serialiseMix } from "@twobus/core";
import { beforeAll, expect, test } from "vitest";
import { cable, chain } from "./support/mixes.ts";
import { renderToMemory, temporaryFolder } from "./support/render.ts";
import { song, writeRecordings } from "./support/song.ts";

let folder = "";
let reference = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeRecordings(folder);
  reference = (await renderToMemory(song(), folder)).pcmSha256;
  return cleanUp;
});

test.each([1, 2, 3, 4, 8])("%i threads", async (threads) => {
  expect((await renderToMemory(song(), folder, { threads })).pcmSha256).toBe(reference);
});

test.each([1, 2, 7, 16, 64])("chunks of %i quanta", async (chunkQuanta) => {
  expect((await renderToMemory(song(), folder, { chunkQuanta })).pcmSha256).toBe(reference);
  expect((await renderToMemory(song(), folder, { chunkQuanta, threads: 2 })).pcmSha256).toBe(reference);
});

test("after save and load", async () => {
  const { document } = parseMix(serialiseMix(song()), "song.mix.json");
  expect((await renderToMemory(document, folder)).pcmSha256).toBe(reference);
});

test("with two renders at once", async () => {
  const both = await Promise.all([renderToMemory(song(), folder, { threads: 2 }), renderToMemory(song(), folder)]);
  expect(both.map((render) => render.pcmSha256)).toEqual([reference, reference]);
});

test("nested in a chain or flat", async () => {
  const flat = song();
  const nested = song();
  const inner = nested.graphs["drums-chain"]!;
  nested.graphs["drums-inner"] = inner;
  nested.graphs["drums-chain"] = chain({
    group: { type: "twobus.chain", version: 1, params: {}, graph: "drums-inner" },
  });
  expect((await renderToMemory(nested, folder)).pcmSha256).toBe((await renderToMemory(flat, folder)).pcmSha256);
});

test("tracks grouped in a chain of their own or side by side on the bus", async () => {
  const grouped = song();
  const root = grouped.graphs["mix"]!;
  const { kick, snare, ...others } = root.nodes;
  grouped.graphs["hits"] = {
    interface: { inputs: {}, outputs: { main: { role: "audio" }, kick: { role: "audio" } }, params: {} },
    nodes: { kick: kick!, snare: snare! },
    connections: [cable("kick", "out"), cable("snare", "out", { gainDb: -2 }), cable("kick", "out.kick")],
  };
  grouped.graphs["mix"] = {
    ...root,
    nodes: { ...others, hits: { type: "twobus.chain", version: 1, params: {}, graph: "hits" } },
    connections: [
      cable("hits", "drums"),
      cable("hits.kick", "bass.kick"),
      ...root.connections.filter(({ from }) => !from.startsWith("kick.") && !from.startsWith("snare.")),
    ],
  };
  expect((await renderToMemory(grouped, folder)).pcmSha256).toBe(reference);
  expect((await renderToMemory(grouped, folder, { threads: 2 })).pcmSha256).toBe(reference);
});
