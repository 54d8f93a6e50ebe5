import type { Desk } from "../desk.ts";
import { saveMix } from "../files/save-mix.ts";

/** Saves what is shown, wherever its mix lies, and says where that is. What went wrong is told by a banner. */
export async function saveNow({ session, keeper: { file, browser }, isReadOnly }: Desk): Promise<string> {
  if (isReadOnly()) return "Not saved: another tab has this mix.";
  if (file !== undefined) return (await file.save()) ? "Saved to the file." : "Not saved.";
  if (browser !== undefined) return (await browser.saveAgain()) ? "Kept in this browser." : "Not kept.";
  return (await saveMix(session.document)) ? "Saved." : "";
}
