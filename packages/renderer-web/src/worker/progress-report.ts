/** Tells how far the work is, as often as the listener keeps up with; the last word always. */
export interface ProgressReport {
  /** Throws what the listener threw at an earlier word. */
  tell(doneFrames: number, totalFrames: number): void;
  /** Resolves when the last word has been heard. */
  told(): Promise<void>;
}

export function createProgressReport(
  listener: (doneFrames: number, totalFrames: number) => Promise<void>,
): ProgressReport {
  let latest: readonly [number, number] | undefined;
  let telling: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  const tellAll = async (): Promise<void> => {
    try {
      while (latest !== undefined) {
        const word = latest;
        latest = undefined;
        await listener(...word);
      }
    } catch (error) {
      failure = { error };
    }
    telling = undefined;
  };
  const check = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    tell: (doneFrames, totalFrames) => {
      check();
      latest = [doneFrames, totalFrames];
      telling ??= tellAll();
    },
    told: async () => {
      await telling;
      check();
    },
  };
}
