import type { FileSink } from "./file-sink.ts";
import { gatherWrites } from "./gathered-writes.ts";
import { guarded } from "./storage-errors.ts";

/** Writes a file that a person chose. The browser keeps what is written apart and puts it into place when it is complete. */
export function createChosenSink(handle: FileSystemFileHandle): Promise<FileSink> {
  const { name } = handle;
  return guarded(name, async () => {
    const stream = await handle.createWritable();
    const writes = gatherWrites((position, data) => stream.write({ type: "write", position, data }));
    return {
      name,
      write: (position, bytes) => guarded(name, () => writes.write(position, bytes)),
      commit: () =>
        guarded(name, async () => {
          await writes.flush();
          await stream.close();
          return undefined;
        }),
      discard: () => stream.abort().catch(() => {}),
    };
  });
}
