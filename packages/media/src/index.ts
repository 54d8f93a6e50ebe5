export * from "./audio-reader.ts";
export * from "./audio-writer.ts";
