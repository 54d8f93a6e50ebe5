import { decibels, percent, type NumberParameter } from "../definition/parameters.ts";

/** What every connection can do on its way into a sum. Absent means 0. */
export const connectionParameters: { readonly gainDb: NumberParameter; readonly panPercent: NumberParameter } = {
  gainDb: decibels({ min: -96, max: 24, default: 0, description: "Level of the send." }),
  panPercent: percent({
    min: -100,
    max: 100,
    default: 0,
    description: "−100 left … 100 right; the far side falls away, the near side keeps its level.",
  }),
};
