import type { Desk } from "../desk.ts";
import { mixFileName, MIX_KIND, saveMix } from "../files/save-mix.ts";
import { canPick, pickFile } from "../files/save-stream.ts";
import { diskFileNow } from "../keeping/disk-file.ts";
import type { MixFile } from "../keeping/mix-file.ts";
import { isServed } from "../keeping/opened-mix.ts";

/** Puts the mix that is open into a file, and keeps it there from now on. Resolves to whether it is there. */
export type SaveIn = (file: MixFile) => Promise<boolean>;

/** Saves what is shown, wherever its mix lies, and says where that is. What went wrong is told by a banner. */
export async function saveNow(desk: Desk, saveIn: SaveIn): Promise<string> {
  const { file, browser } = desk.keeper;
  if (desk.isReadOnly()) return "Not saved: another tab has this mix.";
  if (file !== undefined) return (await file.saveAsked()) ? "Saved to the file." : "Not saved.";
  if (browser !== undefined) return (await browser.saveAgain()) ? "Kept in this browser." : "Not kept.";
  return saveAs(desk, saveIn);
}

/**
 * Saves to a file that a person chooses, and says which. The mix lies there from then on; one that a server has stays where its
 * recordings are, and where the browser lets one choose no file, a copy is downloaded.
 */
export async function saveAs({ session, mix, isReadOnly }: Desk, saveIn: SaveIn): Promise<string> {
  const { document } = session;
  if (!canPick(window) || isServed(mix) || isReadOnly()) return (await saveMix(document)) ? "Saved a copy." : "";
  const handle = await pickFile(window, mixFileName(document), MIX_KIND);
  if (handle === undefined) return "";
  return (await saveIn((await diskFileNow(handle)).file)) ? `Saved to ${handle.name}.` : "Not saved.";
}
