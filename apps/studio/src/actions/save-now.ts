import type { Desk } from "../desk.ts";
import { saveMix } from "../files/save-mix.ts";

/** Saves what is shown, wherever its mix lies, and says where that is. What went wrong is told by a banner. */
export async function saveNow({ session, autosave, keeper, isReadOnly }: Desk): Promise<string> {
  if (isReadOnly()) return "Not saved: another tab has this mix.";
  if (autosave !== undefined) {
    await autosave.save();
    return autosave.getState().kind === "saved" ? "Saved to the file." : "Not saved.";
  }
  if (keeper !== undefined) return (await keeper.saveNow()) ? "Kept in this browser." : "Not kept.";
  return (await saveMix(session.getState().document)) ? "Saved." : "";
}
