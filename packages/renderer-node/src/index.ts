export * from "./atomic-file.ts";
export { describeFileError } from "./file-errors.ts";
export { withFileLock } from "./file-lock.ts";
export * from "./file-source.ts";
export * from "./node-renderer.ts";
export * from "./real-path.ts";
export { openRecording, openSource, type FileRecording } from "./recording.ts";
export * from "./render-file.ts";
export * from "./stems/index.ts";
