import { serialiseMix, type MixDocument } from "@twobus/core";
import { download } from "../download.ts";

interface SaveFilePicker {
  showSaveFilePicker(options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly description: string; readonly accept: Record<string, readonly string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

const canPick = (scope: object): scope is SaveFilePicker => "showSaveFilePicker" in scope;

/**
 * Gives the mix as a `.mix.json`: to a file that is chosen where the browser lets one choose, else as a download.
 * Resolves to whether it was given: one may choose not to.
 */
export async function saveMix(document: MixDocument): Promise<boolean> {
  const name = `${document.name}.mix.json`;
  const text = serialiseMix(document);
  if (!canPick(window)) {
    download(name, new Blob([text], { type: "application/json" }));
    return true;
  }
  let handle: FileSystemFileHandle;
  try {
    handle = await window.showSaveFilePicker({
      suggestedName: name,
      types: [{ description: "Twobus mix", accept: { "application/json": [".json"] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    throw error;
  }
  const file = await handle.createWritable();
  await file.write(text);
  await file.close();
  return true;
}
