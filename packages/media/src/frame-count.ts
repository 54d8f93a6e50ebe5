import { fault } from "@twobus/core";

/** Refuses frames beyond those that the header announces. */
export function checkRoom(announced: number, written: number, frames: number): void {
  if (written + frames <= announced) return;
  throw fault("too-many-frames", "output", `${written + frames} frames came where ${announced} were announced`);
}

/** Refuses to complete a file that is shorter than its header says. */
export function checkComplete(announced: number, written: number): void {
  if (written === announced) return;
  throw fault("too-few-frames", "output", `${written} frames came where ${announced} were announced`);
}
