import type { MixDocument } from "@twobus/core";
import { bundleOf } from "@twobus/media/bundle";
import type { MediaLocation } from "@twobus/renderer-web";
import { openMedia } from "@twobus/renderer-web/storage";
import { saveStream } from "../files/save-stream.ts";

/**
 * Gives a mix with its recordings as one file, while they are read. Resolves to whether it was given: one may choose not to.
 * Throws a `TwobusError` for a recording that is not there. `progress` is told from 0 to 1.
 */
export function saveBundle(
  document: MixDocument,
  media: MediaLocation,
  progress: (done: number) => void,
): Promise<boolean> {
  return saveStream(
    `${document.name}.twobus.zip`,
    { description: "Twobus mix with its recordings", type: "application/zip", ending: ".zip" },
    () => bundleOf(document, (file) => openMedia(media, file), progress),
  );
}
