import { joinCommands, TwobusError, type MixDocument } from "@twobus/core";
import type { Desk } from "../desk.ts";
import { bringRecordings } from "./bring-stems.ts";
import type { ChosenFile } from "./chosen-files.ts";
import { startIntake } from "./intake.ts";

/**
 * Brings recordings to a mix that is open, and adds the tracks that were planned of them, in one entry to undo. Throws a
 * `TwobusError` where one cannot be brought; the mix is as it was then.
 */
export async function addToMix(
  { mix, session }: Desk,
  planned: MixDocument,
  files: readonly ChosenFile[],
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const played = new Set(Object.values(planned.sources).map(({ file }) => file));
  const intake = startIntake();
  try {
    const place = { document: session.document, media: mix.media };
    const wanted = files.filter(({ path }) => played.has(path));
    const { sources, problems } = await bringRecordings(intake, place, wanted, progress);
    if (problems.length > 0) throw new TwobusError(problems);
    signal.throwIfAborted();
    const brought = Object.entries(planned.sources).map(([id, { file }]) => [id, sources.get(file)!]);
    const commands = joinCommands(session.document, { ...planned, sources: Object.fromEntries(brought) });
    if (!session.doAll(commands)) throw new TwobusError([session.getState().refusal!]);
  } finally {
    intake.close();
  }
}
