import type { ByteFile } from "@twobus/media";
import { openChosenFile } from "./chosen-media.ts";
import type { MediaLocation } from "./locations.ts";
import { openPrivateFile } from "./private-media.ts";
import { openUrl } from "./url-media.ts";

/** Opens what a mix names as a source. Throws a `TwobusError` that says why it cannot be read. */
export async function openMedia(media: MediaLocation, file: string): Promise<ByteFile> {
  switch (media.kind) {
    case "opfs":
      return openPrivateFile(media.folder, file);
    case "url":
      return openUrl(media.base, file);
    case "files":
      return openChosenFile(media.files, file);
  }
}
