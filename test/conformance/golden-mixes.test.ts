// Golden mixes leave nothing out that could differ between hosts.

import { readFile } from "node:fs/promises";
import { CHAIN_TYPE, type ChoiceParameter } from "@twobus/core";
import { memoryByteSource, openAudio } from "@twobus/media";
import { expect, test } from "vitest";
import { goldenMixes } from "./golden-mixes.ts";
import { recordings } from "./recordings.ts";
import { packs, registry } from "./registry.ts";

const documents = Object.values(goldenMixes).map(({ document }) => document);
const nodes = documents.flatMap(({ graphs }) => Object.values(graphs).flatMap((graph) => Object.values(graph.nodes)));

test("every family of nodes is played, and chains are", () => {
  const all = packs.flatMap((pack) => pack.nodes.map(({ category }) => category));
  const played = nodes.map(({ type }) => registry.definition(type)?.category ?? type);
  expect(new Set(played)).toEqual(new Set([CHAIN_TYPE, ...all]));
});

test("every character of a sum is heard", () => {
  const { options } = registry.definition("twobus.bus")!.params["summing"] as ChoiceParameter;
  expect(new Set(nodes.flatMap(({ params }) => params["summing"] ?? []))).toEqual(new Set<unknown>(options));
});

test("every curve of automation is drawn", () => {
  const lanes = documents.flatMap(({ automation }) => Object.values(automation));
  expect(new Set(lanes.flatMap(({ points }) => points.map(({ curve }) => curve)))).toEqual(
    new Set(["hold", "linear", "smooth"]),
  );
});

test("every recording is what mixes say of it, and every codec is among them", async () => {
  const codecs = Object.values(recordings).map(async ({ source, bytes }) => {
    const { format } = await openAudio(memoryByteSource(await bytes(readFile), source.file));
    expect(format).toMatchObject({ channels: source.channels, sampleRate: source.sampleRate, frames: source.frames });
    return [format.codec, format.bitDepth, "in", format.container].join(" ");
  });
  expect(new Set(await Promise.all(codecs))).toEqual(
    new Set([
      "flac 16 in flac",
      "flac 24 in flac",
      "flac 24 in ogg",
      "float 32 in wav",
      "mp3 0 in mp3",
      "opus 0 in ogg",
      "pcm 16 in wav",
      "pcm 24 in wav",
      "vorbis 0 in ogg",
    ]),
  );
});

test("every recording is played", () => {
  const played = new Set(documents.flatMap(({ sources }) => Object.values(sources).map(({ file }) => file)));
  for (const { source } of Object.values(recordings)) expect(played).toContain(source.file);
});
