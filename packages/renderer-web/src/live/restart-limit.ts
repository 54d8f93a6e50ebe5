const RESTARTS_AT_MOST = 3;
/** Having played so long, it is well again. That one hangs is noticed after 10 s: it has not played for those. */
const WELL_AFTER_MS = 30_000;

/** Tells at each death whether to begin again: not where one has followed the other. */
export function createRestartLimit(): () => boolean {
  let failures = 0;
  let failedAtMs = 0;
  return () => {
    const now = performance.now();
    failures = now - failedAtMs > WELL_AFTER_MS ? 1 : failures + 1;
    failedAtMs = now;
    if (failures <= RESTARTS_AT_MOST) return true;
    failures = 0;
    return false;
  };
}
