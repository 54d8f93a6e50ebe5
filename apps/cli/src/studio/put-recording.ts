import type { IncomingMessage } from "node:http";
import { dirname, join } from "node:path";
import { createAtomicFile, isWithin, makeFolder, realPathOf } from "@twobus/renderer-node";
import { orderly } from "../stopping.ts";
import { refused } from "./refused.ts";
import { namesIn } from "./send-file.ts";

/** Whether nothing lies at an address of a folder. */
export async function isFree(folder: string, address: string): Promise<boolean> {
  const path = join(folder, ...namesIn(address));
  return realPathOf(path).then(
    () => false,
    () => true,
  );
}

/** Takes what is sent as a new file of a folder: all of it, or nothing. Folders are made where they are missing, none outside. */
export async function putRecording(request: IncomingMessage, folder: string, address: string): Promise<void> {
  const path = join(folder, ...namesIn(address));
  await refuseOutside(folder, path, address);
  await makeFolder(dirname(path));
  await orderly(async () => {
    const file = await createAtomicFile(path);
    try {
      let position = 0;
      for await (const piece of request as AsyncIterable<Buffer>) {
        await file.write(position, piece);
        position += piece.length;
      }
      if (!request.complete)
        throw refused(400, "not-whole", address, "the recording did not arrive whole; send it again");
      await file.commit();
    } catch (error) {
      await file.discard();
      throw error;
    }
  });
}

/** A link on the way may not lead out of the folder. */
async function refuseOutside(folder: string, path: string, address: string): Promise<void> {
  let existing = dirname(path);
  let real: string | undefined;
  while (real === undefined) {
    real = await realPathOf(existing).catch(() => undefined);
    existing = dirname(existing);
  }
  if (!isWithin(await realPathOf(folder), real)) {
    throw refused(403, "outside-folder", address, "this link leads out of the folder; make a folder in its place");
  }
}
