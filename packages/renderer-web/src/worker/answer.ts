import { releaseProxy, type Remote } from "comlink";
import { signalFrom } from "../cancellation.ts";
import type { PageEnd } from "../render-worker.ts";
import { createProgressReport } from "./progress-report.ts";

/** A call of the page that is being answered. */
export interface Call {
  readonly page: PageEnd;
  readonly signal: AbortSignal;
  readonly progress: (doneFrames: number, totalFrames: number) => void;
  /** Resolves when the page has heard all of that. */
  readonly told: () => Promise<void>;
}

/** Does what the page asks for, and lets go of what the call brought along. */
export async function answer<T>(page: PageEnd, cancel: MessagePort, work: (call: Call) => Promise<T>): Promise<T> {
  const report = createProgressReport((doneFrames, totalFrames) => page.progress(doneFrames, totalFrames));
  try {
    const result = await work({ page, signal: signalFrom(cancel), progress: report.tell, told: report.told });
    await report.told();
    return result;
  } finally {
    (page as unknown as Remote<PageEnd>)[releaseProxy]();
    cancel.close();
  }
}
