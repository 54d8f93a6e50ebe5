import { serialiseMix, type MixDocument } from "@twobus/core";
import { saveStream, type FileKind } from "./save-stream.ts";

export const MIX_KIND: FileKind = { description: "Twobus mix", type: "application/json", ending: ".json" };

export const mixFileName = ({ name }: MixDocument): string => `${name}.mix.json`;

/** Gives the mix as a `.mix.json`. Resolves to whether it was given. */
export const saveMix = (document: MixDocument): Promise<boolean> =>
  saveStream(mixFileName(document), MIX_KIND, () => new Blob([serialiseMix(document)]).stream());
