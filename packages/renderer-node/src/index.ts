export * from "./atomic-file.ts";
export * from "./file-source.ts";
export * from "./node-renderer.ts";
export * from "./render-file.ts";
