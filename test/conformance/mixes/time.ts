import type { AutomationPoint } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../../support/mixes.ts";
import { golden, sourcesOf, type GoldenMix } from "../golden-mix.ts";

type Curve = AutomationPoint["curve"];

const lane = (...points: readonly (readonly [atSeconds: number, value: number, curve: Curve])[]) => ({
  points: points.map(([atSeconds, value, curve]) => ({ atSeconds, value, curve })),
});

const automated = mix(
  sourcesOf("bass", "drums", "keys"),
  {
    mix: graph(
      {
        bass: node("track", {}, { source: "bass", graph: "swept" }),
        drums: node("track", {}, { source: "drums", graph: "late" }),
        keys: node("track", {}, { source: "keys" }),
        "stereo-bus": node("bus"),
      },
      [
        cable("bass", "stereo-bus"),
        cable("drums", "stereo-bus"),
        cable("keys", "stereo-bus"),
        cable("stereo-bus", "out"),
      ],
    ),
    swept: chain({ eq: node("parametricEq", { band4Shape: "bell", band4GainDb: 9, band4Q: 2 }) }),
    late: chain({ limiter: node("truePeakLimiter"), tube: node("tubeSaturator"), level: node("gain") }),
  },
  {
    automation: {
      "mix/stereo-bus.faderDb": lane([0, -12, "linear"], [0.2, 0, "smooth"], [0.35, -6, "hold"], [0.45, -3, "linear"]),
      "mix/keys.panPercent": lane(
        [0.05, -100, "smooth"],
        [0.3, 100, "linear"],
        [0.3, 0, "linear"],
        [0.40001, 80, "hold"],
      ),
      "mix/bass.widthPercent": lane([0.1, 0, "hold"], [0.2, 200, "hold"], [0.3, 100, "hold"]),
      "swept/eq.band4FrequencyHz": lane([0, 100, "linear"], [0.25, 6000, "smooth"], [0.5, 200, "linear"]),
      "late/tube.driveDb": lane([0.01, 0, "linear"], [0.5, 24, "linear"]),
      "late/level.gainDb": lane(
        [0.123456, -20, "smooth"],
        [0.234567, 3, "smooth"],
        [0.345678, -96, "linear"],
        [0.46, 0, "hold"],
      ),
    },
  },
);

/** What moves, what starts when, and a part out of the middle. */
export const time: Readonly<Record<string, GoldenMix>> = {
  automation: golden(automated),
  part: golden(automated, { fromSeconds: 0.1711, toSeconds: 0.4003 }),
  "start-times": golden(
    mix(
      Object.fromEntries(
        Object.entries(sourcesOf("bass", "drums", "keys", "voice")).map(([id, source], index) => [
          id,
          { ...source, startSeconds: [0, 0.03333, 0.25, 0.75][index]! },
        ]),
      ),
      {
        mix: graph(
          {
            bass: node("track", {}, { source: "bass" }),
            drums: node("track", {}, { source: "drums", graph: "late" }),
            keys: node("track", { delayMs: 12.5 }, { source: "keys" }),
            voice: node("track", { faderDb: 3 }, { source: "voice" }),
            "stereo-bus": node("bus", { faderDb: -6 }),
          },
          [...["bass", "drums", "keys", "voice"].map((id) => cable(id, "stereo-bus")), cable("stereo-bus", "out")],
        ),
        late: chain({ clip: node("clipper") }),
      },
    ),
  ),
};
