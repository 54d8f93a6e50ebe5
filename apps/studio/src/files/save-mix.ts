import { serialiseMix, type MixDocument } from "@twobus/core";
import { saveStream } from "./save-stream.ts";

/** Gives the mix as a `.mix.json`. Resolves to whether it was given. */
export const saveMix = (document: MixDocument): Promise<boolean> =>
  saveStream(
    `${document.name}.mix.json`,
    { description: "Twobus mix", type: "application/json", ending: ".json" },
    () => new Blob([serialiseMix(document)]).stream(),
  );
