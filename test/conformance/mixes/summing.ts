import { cable, graph, mix, node } from "../../support/mixes.ts";
import { golden, sourcesOf, type GoldenMix } from "../golden-mix.ts";

/** Four strips into two buses into one, all of one character. */
function summed(summing: string): GoldenMix {
  const bus = (values = {}): ReturnType<typeof node> => node("bus", { summing, summingDriveDb: 9, ...values });
  return golden(
    mix(sourcesOf("bass", "drums", "keys", "voice"), {
      mix: graph(
        {
          bass: node("track", { faderDb: -2 }, { source: "bass" }),
          drums: node("track", { panPercent: 25 }, { source: "drums" }),
          keys: node("track", { widthPercent: 140 }, { source: "keys" }),
          voice: node("track", { panPercent: -10, invertPolarity: true }, { source: "voice" }),
          low: bus({ summingDriveDb: 15, crosstalk: false }),
          high: bus({ tolerance: false, panPercent: 20 }),
          "stereo-bus": bus({ faderDb: -6 }),
        },
        [
          cable("bass", "low"),
          cable("drums", "low", { gainDb: 3, panPercent: 40 }),
          cable("drums", "high", { gainDb: -12 }),
          cable("keys", "high"),
          cable("voice", "high"),
          cable("low", "stereo-bus"),
          cable("high", "stereo-bus"),
          cable("stereo-bus", "out"),
        ],
      ),
    }),
  );
}

/** Every character of a sum. */
export const summing: Readonly<Record<string, GoldenMix>> = {
  "clean-sum": summed("clean"),
  "punchy-sum": summed("punchy"),
  "thick-sum": summed("thick"),
  "warm-sum": summed("warm"),
};
