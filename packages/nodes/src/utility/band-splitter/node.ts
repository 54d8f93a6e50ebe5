import { choice, defineNode, stereo, toggle, type NodeDefinition, type ToggleParameter } from "@twobus/core";
import { crossovers, crossoverTailSamples } from "../../bands.ts";

const solo = (band: number): ToggleParameter =>
  toggle({ default: false, description: `Hear band ${band}, and of the others only those soloed, at main.` });

export const bandSplitter: NodeDefinition = defineNode({
  type: "twobus.bandSplitter",
  version: 1,
  name: "Band splitter",
  category: "utility",
  summary:
    "Splits the sound into two to six bands that sum flat: each at an output of its own, all or the soloed at main.",
  words: ["crossover", "multiband", "solo", "isolate", "frequency split", "bass", "Linkwitz-Riley"],
  references: ["S. Linkwitz, R. Riley: Active crossover networks for non-coincident drivers, JAES 24 (1976)"],
  inputs: { main: stereo() },
  outputs: {
    main: stereo(),
    band1: stereo(),
    band2: stereo(),
    band3: stereo(),
    band4: stereo(),
    band5: stereo(),
    band6: stereo(),
  },
  params: {
    bands: choice([2, 3, 4, 5, 6], {
      default: 3,
      structural: true,
      description: "How many bands. Outputs above that are silent.",
    }),
    ...crossovers,
    solo1: solo(1),
    solo2: solo(2),
    solo3: solo(3),
    solo4: solo(4),
    solo5: solo(5),
    solo6: solo(6),
  },
  linearity: "linear",
  tailSamples: crossoverTailSamples,
  kernel: "bandSplitter",
});
