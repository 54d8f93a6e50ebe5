import { expect, test } from "vitest";
import { toyMix } from "../../test/toy-pack.ts";
import { addressText, resolveAddress } from "./resolve-address.ts";
import type { MixDocument } from "./types.ts";

/** A second strip with a chain of its own, and a chain inside that. */
function nestedMix(): MixDocument {
  const mix = toyMix();
  mix.graphs["mix"]!.nodes["drums"]!.graph = "drums";
  mix.graphs["drums"] = structuredClone(mix.graphs["bass-chain"]!);
  mix.graphs["drums"]!.nodes["colour"] = { type: "twobus.chain", version: 1, params: {}, graph: "tape" };
  mix.graphs["tape"] = structuredClone(mix.graphs["bass-chain"]!);
  mix.graphs["tape"]!.nodes = { gain: { type: "toy.gain", version: 1, params: { gainDb: 0, polarity: false } } };
  return mix;
}

test.each([
  ["mix/kick.faderDb", "mix/kick.faderDb"],
  ["mix/kick", "mix/kick"],
  ["kick.faderDb", "mix/kick.faderDb"],
  ["bass", "mix/bass"],
  ["bass/comp.thresholdDb", "bass-chain/comp.thresholdDb"],
  ["mix/bass/comp", "bass-chain/comp"],
  ["drums/comp", "drums/comp"],
  ["mix/drums/colour/gain.gainDb", "tape/gain.gainDb"],
  ["drums/colour/gain", "tape/gain"],
  ["gain.gainDb", "tape/gain.gainDb"],
])("%s is %s", (text, address) => {
  expect(addressText(resolveAddress(nestedMix(), text))).toBe(address);
});

test.each([
  ["comp", "comp: several nodes are called that; write one of bass-chain/comp, drums/comp"],
  ["comp.thresholdDb", "several nodes are called that; write one of bass-chain/comp, drums/comp"],
  ["snar", "snar: there is no node snar; did you mean snare?"],
  ["mix/sterio.faderDb", "there is no node sterio in mix; did you mean stereo?"],
  ["kick.fader", "kick has no parameter fader; did you mean faderDb?"],
  ["kick.attackMs", "kick has no parameter attackMs; there are faderDb, panPercent"],
  ["bas/comp", "bas is no graph and no strip with a chain; did you mean bass or bass-chain?"],
  ["kick/comp", "kick is no graph and no strip with a chain; there are mix, bass-chain, drums, tape, bass, colour"],
  ["toString.faderDb", "there is no node toString"],
  ["", "there is no node ; there are"],
  ["mix/", "there is no node  in mix"],
  ["/kick", " is no graph"],
])("%s is refused", (text, sentence) => {
  expect(() => resolveAddress(nestedMix(), text)).toThrow(sentence);
});
