import type { Plugin } from "vite";

const NODE = /\/packages\/nodes\/src\/.*\/node\.ts$/;
/** A list of nothing but texts, and of records of texts and of lists of texts. */
const LIST = /\b(references|estimates): \[(?:[^[\]"`]|"(?:[^"\\]|\\.)*"|\[(?:[^[\]"`]|"(?:[^"\\]|\\.)*")*\])*\]/g;

export const leaveOutReferences = (code: string): string => code.replace(LIST, "$1: []");

/**
 * Leaves out what nodes refer to and what of them is estimated, which is for cards and documents: the studio shows it nowhere, and a
 * page need not fetch it.
 */
export const withoutReferences = (): Plugin => ({
  name: "without-references",
  apply: "build",
  enforce: "pre",
  transform: {
    filter: { id: NODE },
    handler: (code) => ({ code: leaveOutReferences(code), map: null }),
  },
});
