import { useEffect } from "react";
import { droppedFiles, type ChosenFile } from "../intake/chosen-files.ts";

/** Takes files that are dropped anywhere on the window, while it is on. */
export function useDrop(
  take: (files: ChosenFile[]) => void,
  onError: (error: unknown) => void,
  isOn: boolean = true,
): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer!).then(take, onError);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [take, onError, isOn]);
}
