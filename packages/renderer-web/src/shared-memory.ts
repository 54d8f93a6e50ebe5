import type { Problem } from "@twobus/core";

/** Whether the threads of this page may share memory. */
export const sharesMemory = (): boolean => crossOriginIsolated;

export const NO_SHARED_MEMORY: Problem = {
  code: "no-shared-memory",
  at: "page",
  message:
    "the server does not let this page share memory between threads: all works, with messages in its place, which cost more; serve the page with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp",
};
