import type { Problem } from "@twobus/core";

/** What this page lacks. */
export const pageProblems = (): Problem[] =>
  crossOriginIsolated
    ? []
    : [
        {
          code: "no-shared-memory",
          at: "page",
          message:
            "the server does not let this page share memory between threads: meters are slower, and everything works; `twobus studio` serves it so that it may",
        },
      ];
