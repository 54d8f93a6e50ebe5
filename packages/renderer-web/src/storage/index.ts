export { blobFile } from "./blob-file.ts";
export type { FileSink } from "./file-sink.ts";
export { openMedia } from "./open-media.ts";
export { privateFolder } from "./private-files.ts";
export { createPrivateSink } from "./private-sink.ts";
export { guarded } from "./storage-errors.ts";
