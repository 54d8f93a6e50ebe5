import { filesOf, type ChosenFile } from "../intake/chosen-files.ts";

/** What is asked for. */
export interface FileWish {
  readonly accept?: string;
  readonly isFolder?: boolean;
  /** Whether one file is wanted, and no more. */
  readonly isSingle?: boolean;
}

/** Lets a person choose files, or a folder with all that is in it. Calls back when that has happened, or never. */
export function chooseFiles(
  { accept, isFolder = false, isSingle = false }: FileWish,
  take: (files: ChosenFile[]) => void,
): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = !isSingle;
  input.webkitdirectory = isFolder;
  if (accept !== undefined) input.accept = accept;
  input.addEventListener("change", () => take(filesOf(input.files!)));
  input.click();
}

interface OpenFilePicker {
  showOpenFilePicker(options: {
    readonly types: readonly { readonly accept: Record<string, readonly string[]> }[];
  }): Promise<readonly FileSystemFileHandle[]>;
}

const canPick = (scope: object): scope is OpenFilePicker => "showOpenFilePicker" in scope;

/** Lets a person choose a mix; where the browser hands out its file, so that it can be written too. */
export function chooseMix(take: (files: ChosenFile[]) => void, onError: (error: unknown) => void): void {
  if (!canPick(window)) {
    chooseFiles({ accept: ".json,.zip" }, take);
    return;
  }
  const types = [{ accept: { "application/json": [".json"], "application/zip": [".zip"] } }];
  window
    .showOpenFilePicker({ types })
    .then(async ([handle]) => take([{ path: handle!.name, file: await handle!.getFile(), handle: handle! }]))
    .catch((error: unknown) => {
      const isNothingChosen = error instanceof DOMException && error.name === "AbortError";
      if (!isNothingChosen) onError(error);
    });
}
