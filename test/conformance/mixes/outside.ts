import { defaultValues, type NodeRecord } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../../support/mixes.ts";
import { outsideModule } from "../../support/outside-module.ts";
import { outsidePack } from "../../support/outside-pack.ts";
import { golden, sourcesOf, type GoldenMix } from "../golden-mix.ts";

const [warmth] = outsidePack.nodes;
const { type, version } = warmth!;
const [edge] = outsideModule.nodes;

const edgeWith = (params: NodeRecord["params"]): NodeRecord => ({
  type: edge!.type,
  version: edge!.version,
  params: { ...defaultValues(edge!), ...params },
});

/** Processors of other people among the others, on the move: in plain TypeScript, and of a module of their own. */
export const outside: Readonly<Record<string, GoldenMix>> = {
  "outside-pack": golden(
    mix(
      sourcesOf("drums", "keys"),
      {
        mix: graph(
          {
            drums: node("track", {}, { source: "drums", graph: "warm" }),
            keys: node("track", {}, { source: "keys" }),
            warmth: { type, version, params: { ...defaultValues(warmth!), bendPercent: 90 } },
            "stereo-bus": node("bus"),
          },
          [
            cable("drums", "stereo-bus"),
            cable("keys", "warmth"),
            cable("warmth", "stereo-bus"),
            cable("stereo-bus", "out"),
          ],
        ),
        warm: chain({
          warmth: { type, version, params: defaultValues(warmth!) },
          clip: node("clipper", { ceilingDb: -6, driveDb: 6 }),
        }),
      },
      {
        automation: {
          "warm/warmth.cornerHz": {
            points: [
              { atSeconds: 0, value: 200, curve: "smooth" },
              { atSeconds: 0.4, value: 9000, curve: "linear" },
            ],
          },
        },
      },
    ),
  ),
  "outside-module": golden(
    mix(
      sourcesOf("drums", "keys"),
      {
        mix: graph(
          {
            drums: node("track", {}, { source: "drums", graph: "sharp" }),
            keys: node("track", {}, { source: "keys" }),
            edge: edgeWith({ cornerHz: 900 }),
            "stereo-bus": node("bus"),
          },
          [
            cable("drums", "stereo-bus"),
            cable("keys", "edge"),
            cable("edge", "stereo-bus"),
            cable("stereo-bus", "out"),
          ],
        ),
        sharp: chain({
          edge: edgeWith({ amountPercent: 100 }),
          clip: node("clipper", { ceilingDb: -6, driveDb: 6 }),
        }),
      },
      {
        automation: {
          "mix/edge.amountPercent": {
            points: [
              { atSeconds: 0, value: 0, curve: "smooth" },
              { atSeconds: 0.4, value: 100, curve: "linear" },
            ],
          },
        },
      },
    ),
  ),
};
