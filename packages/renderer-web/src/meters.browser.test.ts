import { expect, test } from "vitest";
import { rendererWith } from "../test/harness.ts";
import { longMedia, longMix } from "../test/long-song.ts";
import { sessionWith } from "../test/player-harness.ts";

const SECONDS = 4;

test("levels, gain reduction, loudness, load, latency and end are those of the mix", async () => {
  const mix = longMix();
  mix.graphs["mix"]!.nodes["track1"]!.muted = true;
  const renderer = await rendererWith({ mix, media: longMedia });
  const { measure, latencySamples } = await renderer.bounce({
    container: "wav",
    sampleFormat: "float32",
    to: { kind: "memory" },
    toSeconds: SECONDS,
  });
  const { player, reports, until, problems } = await sessionWith(mix, { media: longMedia, measuresLoad: true });
  await player.play();
  const report = await until(({ positionSeconds }) => positionSeconds >= SECONDS);
  await player.stop();

  const { levels, loudness } = report;
  console.log(
    `integrated ${loudness.integratedLufs} LUFS live, ${measure.integratedLufs} bounced; load ${report.load!.toFixed(3)}`,
  );
  expect(levels["track0.main"]!.peakDbfs[0]).toBeGreaterThan(-40);
  expect(levels["track0.main"]!.peakDbfs[0]).toBeGreaterThanOrEqual(levels["track0.main"]!.rmsDbfs[0]);
  expect(levels["track1.main"]?.peakDbfs ?? [-Infinity, -Infinity]).toEqual([-Infinity, -Infinity]);
  expect(Object.keys(levels)).toEqual(expect.arrayContaining(["compressor.main", "limiter.main", "stereo-bus.main"]));
  const reductions = reports.map((seen) => seen.meters["compressor.gainReductionDb"]!).filter(Number.isFinite);
  expect(Math.max(...reductions.map(Math.abs))).toBeGreaterThan(1);
  expect(Math.abs(loudness.integratedLufs! - measure.integratedLufs!)).toBeLessThan(0.2);
  expect(report.load).toBeGreaterThan(0);
  expect(report.latencySamples).toBe(latencySamples);
  expect(report.endSeconds).toBeGreaterThanOrEqual(20);
  expect(report.endSeconds).toBeLessThan(25);
  expect(problems).toEqual([]);
});
