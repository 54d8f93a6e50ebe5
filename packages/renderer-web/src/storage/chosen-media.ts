import { fault } from "@twobus/core";
import type { ByteFile } from "@twobus/media";
import { blobFile } from "./blob-file.ts";
import type { MediaLocation } from "./locations.ts";
import { guarded } from "./storage-errors.ts";

type Files = (MediaLocation & { kind: "files" })["files"];

/** Opens a recording among the files that a person chose. */
export function openChosenFile(files: Files, file: string): Promise<ByteFile> {
  return guarded(file, async () => {
    const chosen = Object.hasOwn(files, file) ? files[file] : undefined;
    if (chosen === undefined) throw fault("enoent", file, "no file was chosen for this recording; choose it");
    return blobFile(chosen instanceof Blob ? chosen : await chosen.getFile(), file);
  });
}
