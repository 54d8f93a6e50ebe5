import type { Recording } from "@twobus/core";
import type { AudioFormat, ByteSource } from "./audio-reader.ts";
import { openAudio } from "./open-audio.ts";

/** A source of bytes that holds something open. Close it when done. */
export interface ByteFile extends ByteSource {
  close(): Promise<void>;
}

/** An audio file, opened to be played. */
export interface FileRecording extends Recording {
  readonly format: AudioFormat;
}

/** Opens an audio file as `openAudio` does. The file is closed with the recording, and where it cannot be played. */
export async function openRecordingFrom(file: ByteFile): Promise<FileRecording> {
  try {
    const reader = await openAudio(file);
    return {
      name: reader.name,
      format: reader.format,
      read: (channels) => reader.read(channels),
      ...(reader.readStereo !== undefined && { readStereo: reader.readStereo.bind(reader) }),
      ...(reader.skip !== undefined && { skip: reader.skip.bind(reader) }),
      get warnings() {
        return reader.warnings;
      },
      close: async () => {
        reader.close();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
