const LOOK_MS = 1000;
/** Whoever has not answered for so many looks hangs: getting a long session ready takes a few seconds at a time at most. */
const SILENT_LOOKS = 10;

export const SILENT_SECONDS: number = (SILENT_LOOKS * LOOK_MS) / 1000;

/**
 * Asks for a sign of life once a second, and calls `onSilence` where none comes. Looks are counted, not the time: a page that was in the
 * background, or a computer that slept, has not waited. Returns what ends it.
 */
export function watchPulse(ask: () => Promise<void>, onSilence: () => void): () => void {
  let silentLooks = 0;
  let isAnswered = true;
  const answered = (): void => {
    isAnswered = true;
  };
  const timer = setInterval(() => {
    if (isAnswered) {
      silentLooks = 0;
      isAnswered = false;
      ask().then(answered, answered);
    } else if (++silentLooks === SILENT_LOOKS) {
      clearInterval(timer);
      onSilence();
    }
  }, LOOK_MS);
  return () => clearInterval(timer);
}
