import { describe, expect, test } from "vitest";
import {
  cable,
  describeStrip,
  expectClose,
  FRAMES,
  gainOf,
  insert,
  node,
  noise,
  playMix,
} from "../../../test/strips.ts";

await describeStrip("track");

const [a, b] = [noise(2), noise(3)];

test("plays its source", async () => {
  expect(await playMix({ a: node("track", {}, { source: "a" }) }, [cable("a → out")], { a })).toEqual(a);
});

test("without a source it is silent", async () => {
  expect((await playMix({ a: node("track") }, [cable("a → out")], {})).every(isSilent)).toBe(true);
});

test("trims into its chain and fades behind it", async () => {
  const clip = node("clipper", { ceilingDb: -6, kneePercent: 0, truePeak: false, oversampling: 1 });
  const one = [new Float64Array(FRAMES).fill(0.4), new Float64Array(FRAMES).fill(-0.4)] as const;
  const track = node("track", { trimDb: 12, faderDb: -12 }, { source: "one", graph: "chain" });
  const output = await playMix({ track }, [cable("track → out")], { one }, { chain: insert(clip) });
  // 0.4 + 12 dB would be 1.59: held at −6 dBFS, then 12 dB down. The first frames are the clipper's onset
  expectClose([output[0].subarray(8, -8), output[1].subarray(8, -8)], (side) => (side === 0 ? 1 : -1) * gainOf(-18));
});

test("bypassed, it passes its chain by and keeps trim and fader", async () => {
  const track = node("track", { trimDb: -6, faderDb: -3 }, { source: "a", graph: "chain", bypassed: true });
  const output = await playMix(
    { track },
    [cable("track → out")],
    { a },
    { chain: insert(node("gain", { gainDb: 20 })) },
  );
  expectClose(output, (side, n) => a[side][n]! * gainOf(-9));
});

describe("mute", () => {
  const tracks = (muted: boolean) => ({
    a: node("track", {}, { source: "a" }),
    b: node("track", {}, { source: "b", muted }),
  });
  const both = [cable("a → out"), cable("b → out")];

  test("takes a track out of the sum, and nothing else", async () => {
    expect(await playMix(tracks(true), both, { a, b })).toEqual(a);
    expectClose(await playMix(tracks(false), both, { a, b }), (side, n) => a[side][n]! + b[side][n]!);
  });

  test("of the only track leaves silence", async () => {
    const { b: muted } = tracks(true);
    expect((await playMix({ b: muted }, [cable("b → out")], { b })).every(isSilent)).toBe(true);
  });
});
