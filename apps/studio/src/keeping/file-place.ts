import { serialiseMix } from "@twobus/core";
import { startAutosave, type Autosave, type Edited } from "./autosave.ts";
import { askToWrite } from "./disk-file.ts";
import { fileNow, isOnDisk, putMix, type MixFile } from "./mix-file.ts";

export interface FilePlaceOptions {
  readonly session: Edited;
  readonly file: MixFile;
  /** Whether the file holds what is edited. */
  readonly isSaved: boolean;
  readonly onWritten: (file: MixFile, text: string) => void;
  /** Is given what another program has written, before it is overwritten. */
  readonly onOverwrite: (text: string) => Promise<void>;
}

/** Keeps a file the same as what is edited. */
export interface FilePlace extends Autosave {
  /** As it was read or written last. */
  now(): MixFile;
  /** Saves at a person's wish: where the browser wants to be asked whether it may, it is. */
  saveAsked(): Promise<boolean>;
  /** Saves over what another program has written meanwhile. */
  overwrite(): Promise<void>;
}

/** What only a person can decide. */
const PERSONS: ReadonlySet<string> = new Set(["changed-on-disk", "not-allowed"]);

export function keepInFile({ session, file: opened, isSaved, onWritten, onOverwrite }: FilePlaceOptions): FilePlace {
  let file = opened;
  const autosave = startAutosave({
    of: session,
    pace: "at rest",
    mayPass: ({ code }) => !PERSONS.has(code),
    isSaved,
    write: async (document) => {
      const text = serialiseMix(document);
      file = await putMix(file, text);
      onWritten(file, text);
    },
  });
  return {
    ...autosave,
    now: () => file,
    saveAsked: async () => {
      if (isOnDisk(file)) await askToWrite(file);
      return autosave.save();
    },
    overwrite: async () => {
      const now = await fileNow(file);
      if (now.text !== undefined) await onOverwrite(now.text);
      ({ file } = now);
      await autosave.saveAgain();
    },
  };
}
