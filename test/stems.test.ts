import type { PlanarStereo, StemPart } from "@twobus/core";
import { beforeAll, expect, test } from "vitest";
import { cable, graph, mix, node } from "./support/mixes.ts";
import { renderToMemory, temporaryFolder, type Rendered } from "./support/render.ts";
import { FRAMES, song, writeRecordings } from "./support/song.ts";

let folder = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeRecordings(folder);
  return cleanUp;
});

const part = (...tracks: string[]): StemPart => ({ name: tracks.join(" "), tracks });
const peak = (channels: readonly Float64Array[]): number =>
  channels.reduce((most, channel) => channel.reduce((high, x) => Math.max(high, Math.abs(x)), most), 0);
const decibels = (gain: number): number => 20 * Math.log10(gain + 1e-300);

/** What the stems leave of the mix. */
const remainder = ({ left, right, stems }: Rendered): PlanarStereo => {
  const minusStems = (whole: Float64Array, side: 0 | 1): Float64Array =>
    whole.map((x, n) => stems.reduce((rest, stem) => rest - stem[side][n]!, x));
  return [minusStems(left, 0), minusStems(right, 1)];
};

const tracks = ["kick", "snare", "bass", "pad"];

test.each([
  ["a stem for each track", tracks.map((track) => part(track))],
  ["drums, bass, pad", [part("kick", "snare"), part("bass"), part("pad")]],
  ["everything in one", [part(...tracks)]],
])("stems of a compressed, saturated, limited mix add up to it: %s", async (_, stems) => {
  const whole = await renderToMemory(song(), folder);
  const split = await renderToMemory(song(), folder, { stems });
  expect(split.pcmSha256).toBe(whole.pcmSha256);
  expect(decibels(peak(remainder(split)))).toBeLessThan(-250);
  for (const stem of split.stems) expect(decibels(peak(stem))).toBeGreaterThan(-30);
});

test("threads change no bit of a stem", async () => {
  const stems = tracks.map((track) => part(track));
  const one = await renderToMemory(song(), folder, { stems });
  const three = await renderToMemory(song(), folder, { stems, threads: 3, chunkQuanta: 5 });
  expect(three.stems).toEqual(one.stems);
});

test("what belongs to no stem is the rest: its own stem would be the same", async () => {
  const some = await renderToMemory(song(), folder, { stems: [part("kick", "snare"), part("bass")] });
  const all = await renderToMemory(song(), folder, { stems: [part("kick", "snare"), part("bass"), part("pad")] });
  const difference = remainder(some).map((channel, side) =>
    channel.map((x, n) => x - all.stems[2]![side as 0 | 1][n]!),
  );
  expect(decibels(peak(difference))).toBeLessThan(-250);
});

test("a stem whose tracks are silent is silent, whatever the rest of the mix does", async () => {
  const document = song();
  document.graphs["mix"]!.nodes["mute"] = node("track");
  document.graphs["mix"]!.connections.push(cable("mute", "drums"));
  const { stems } = await renderToMemory(document, folder, { stems: [part("mute"), part("kick")] });
  expect(peak(stems[0]!)).toBe(0);
  expect(peak(stems[1]!)).toBeGreaterThan(0.01);
});

test("through a linear mix a stem is what its tracks are alone", async () => {
  const linear = (muted: boolean) =>
    mix(
      Object.fromEntries(["kick", "pad"].map((id) => [id, { file: `${id}.wav`, frames: FRAMES }])),
      {
        mix: graph(
          {
            kick: node("track", { faderDb: -3 }, { source: "kick" }),
            pad: node("track", { panPercent: 40 }, { source: "pad", muted }),
            late: node("delay", { delayMs: 30, feedbackPercent: 40 }),
            eq: node("parametricEq", { band1Shape: "bell", band1FrequencyHz: 900, band1GainDb: 6 }),
            "stereo-bus": node("bus"),
          },
          [
            cable("kick", "stereo-bus"),
            cable("pad", "stereo-bus"),
            cable("kick", "late"),
            cable("pad", "late"),
            cable("late", "stereo-bus"),
            cable("stereo-bus", "eq"),
            cable("eq", "out"),
          ],
        ),
      },
      {},
    );
  const { stems } = await renderToMemory(linear(false), folder, { stems: [part("kick"), part("pad")] });
  const alone = await renderToMemory(linear(true), folder);
  const difference = [alone.left, alone.right].map((channel, side) => {
    const stem = stems[0]![side as 0 | 1];
    return channel.map((x, n) => x - stem[n]!);
  });
  expect(decibels(peak(difference))).toBeLessThan(-280);
});
