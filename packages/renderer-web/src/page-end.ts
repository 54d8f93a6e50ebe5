import { TwobusError, type RenderJob } from "@twobus/core";
import { proxy, type ProxyMarked } from "comlink";
import type { PageEnd, PageJob } from "./render-worker.ts";
import { throwingProblems } from "./thrown-problems.ts";

/** What of a job can be posted. */
export function posted<J extends Partial<RenderJob>>(job: J): Omit<J, keyof PageJob | "signal"> {
  const { begin: _begin, receive: _receive, progress: _progress, signal: _signal, ...rest } = job;
  return rest;
}

/** What of a job is called by the Worker. What one of these functions throws, `work` throws as `callback-failed`. */
export async function withPageEnd<T>(
  job: Partial<PageJob>,
  work: (page: PageEnd & ProxyMarked) => Promise<T>,
): Promise<T> {
  let failure: unknown;
  const told =
    <A extends unknown[]>(name: string, call: (...words: A) => Promise<void>) =>
    async (...words: A): Promise<void> => {
      try {
        await call(...words);
      } catch (error) {
        failure ??= callbackFailed(name, error);
        throw failure;
      }
    };
  const page: PageEnd = {
    begin: told("begin", async (format) => job.begin?.(format)),
    receive: told("receive", async ({ mix, frames, stems }) => job.receive?.(mix, frames, stems)),
    progress: told("progress", async (doneFrames, totalFrames) => job.progress?.(doneFrames, totalFrames)),
  };
  try {
    return await work(proxy(throwingProblems(page, "page")));
  } catch (error) {
    throw failure ?? error;
  }
}

function callbackFailed(name: string, cause: unknown): TwobusError {
  const message = `the function that was given threw (${String(cause)}), and the work was given up; mend it`;
  return Object.assign(new TwobusError([{ code: "callback-failed", at: name, message }]), { cause });
}
