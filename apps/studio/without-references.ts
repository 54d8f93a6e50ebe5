import type { Plugin } from "vite";

const NODE = /\/packages\/nodes\/src\/.*\/node\.ts$/;
/** A list of nothing but texts. */
const REFERENCES = /\breferences: \[(?:\s*"(?:[^"\\]|\\.)*",?)*\s*\]/;

export const leaveOutReferences = (code: string): string => code.replace(REFERENCES, "references: []");

/** Leaves out what nodes refer to, which is for cards and documents: the studio shows it nowhere, and a page need not fetch it. */
export const withoutReferences = (): Plugin => ({
  name: "without-references",
  apply: "build",
  enforce: "pre",
  transform: {
    filter: { id: NODE },
    handler: (code) => ({ code: leaveOutReferences(code), map: null }),
  },
});
