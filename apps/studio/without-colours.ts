import type { Plugin } from "vite";

const COLOURS = "d3-color";
/** What its importers take, as for a text that is no colour. */
const NO_COLOURS = `
const none = () => null;
export { none as color, none as rgb, none as hsl, none as lab, none as hcl, none as cubehelix };
`;

/**
 * Leaves colours out of the library that moves the canvas's view by steps: it could fade any attribute of a page, colours too, and is
 * asked for nothing but the view. 4 kB of what every visitor fetches.
 */
export const withoutColours = (): Plugin => ({
  name: "without-colours",
  apply: "build",
  enforce: "pre",
  resolveId: { filter: { id: new RegExp(`^${COLOURS}$`) }, handler: () => `\0${COLOURS}` },
  load: { filter: { id: new RegExp(`^\0${COLOURS}$`) }, handler: () => NO_COLOURS },
});
