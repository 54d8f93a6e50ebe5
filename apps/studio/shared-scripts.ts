import type { Plugin } from "vite";

/** How a module asks for the address of a script that Workers or worklets run. */
const ASKED = /\?worker&url$/;

/**
 * Builds the scripts of Workers and worklets along with the page, as further entries of one build: what several of them import is
 * one file, fetched once. By itself Vite makes a build of its own for each, and nodes and core would be in all of them. While it is
 * developed, modules are shared anyway.
 */
export const sharedScripts = (): Plugin => ({
  name: "shared-scripts",
  apply: "build",
  enforce: "pre",
  load: {
    filter: { id: ASKED },
    handler(id) {
      const script = this.emitFile({ type: "chunk", id: id.replace(ASKED, "") });
      return { code: `export default import.meta.ROLLUP_FILE_URL_${script};`, moduleSideEffects: false };
    },
  },
});
