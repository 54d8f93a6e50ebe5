import { proxy, wrap } from "comlink";
import type { ChosenFile } from "./chosen-files.ts";
import { startWorker } from "../start-worker.ts";
import type { Described, IntakeWork, Stored } from "./intake-worker.ts";

/** Looks at recordings and keeps them, in a Worker of its own. */
export interface Intake {
  describe(files: readonly ChosenFile[], progress: (done: number) => void): Promise<Described>;
  /** Copies recordings into a folder of the private file system. */
  store(folder: string, files: readonly ChosenFile[], progress: (done: number) => void): Promise<Stored>;
  hash(file: File): Promise<string>;
  /** Ends what is being done. */
  close(): void;
}

export function startIntake(): Intake {
  const worker = startWorker("intake");
  const work = wrap<IntakeWork>(worker);
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) =>
      reject(new Error(`the recordings could not be read: ${message}`)),
    );
  });
  died.catch(() => {});
  const orDied = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, died]);
  return {
    describe: (files, progress) => orDied(work.describe(files, proxy(progress))),
    store: (folder, files, progress) => orDied(work.store(folder, files, proxy(progress))),
    hash: (file) => orDied(work.hash(file)),
    close: () => worker.terminate(),
  };
}
