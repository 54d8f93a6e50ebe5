import { enginePack } from "../../core/test/engine-pack.ts";
import type { Pack } from "@twobus/core/definition";

/** Of other people: one processor in plain TypeScript that throws, or emits what is no sound, after some time. */
export const brokenPack: Pack = {
  ...enginePack,
  nodes: enginePack.nodes.filter(({ type }) => type === "test.broken"),
};
