export type { AudioFormat, AudioReader, ByteSource } from "./audio-reader.ts";
export type { AudioWriter, ByteSink, SampleFormat, WriteOptions } from "./audio-writer.ts";
export { createAudioWriter } from "./create-writer.ts";
export { createDelivery, type Delivery, type DeliveryFormat, type DeliveryOptions } from "./delivery/delivery.ts";
export { READABLE_FORMATS } from "./formats.ts";
export { openAudio } from "./open-audio.ts";
export { openRecordingFrom, type ByteFile, type FileRecording } from "./open-recording.ts";
export { memoryByteSource } from "./source/memory-byte-source.ts";
