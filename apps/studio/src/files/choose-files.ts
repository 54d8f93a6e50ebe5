import { filesOf, type ChosenFile } from "../intake/chosen-files.ts";

/** What is asked for. */
export interface FileWish {
  readonly accept?: string;
  readonly isFolder?: boolean;
}

/** Lets a person choose files, or a folder with all that is in it. Calls back when that has happened, or never. */
export function chooseFiles({ accept, isFolder = false }: FileWish, take: (files: ChosenFile[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = isFolder;
  if (accept !== undefined) input.accept = accept;
  input.addEventListener("change", () => take(filesOf(input.files!)));
  input.click();
}
