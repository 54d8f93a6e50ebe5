import { createChosenSink } from "./chosen-sink.ts";
import type { FileSink } from "./file-sink.ts";
import type { BounceTarget } from "./locations.ts";
import { createMemorySink } from "./memory-sink.ts";
import { createPrivateSink } from "./private-sink.ts";

/** Opens the place that a bounce goes to. Throws a `TwobusError` that says why it cannot be written. */
export async function openTarget(to: BounceTarget): Promise<FileSink> {
  switch (to.kind) {
    case "opfs":
      return createPrivateSink(to.path);
    case "file":
      return createChosenSink(to.handle);
    case "memory":
      return createMemorySink("bounce");
  }
}
