/** A bar on a terminal; nothing anywhere else, so that logs and pipes stay clean. */
export interface ProgressBar {
  show(done: number, total: number): void;
  clear(): void;
}

const WIDTH = 32;
const INTERVAL_MS = 100;

export function createProgressBar(label: string, isWanted: boolean): ProgressBar {
  const { stderr } = process;
  if (!isWanted || !stderr.isTTY) return { show: () => {}, clear: () => {} };
  let shownAt = 0;
  return {
    show: (done, total) => {
      const now = performance.now();
      if (now - shownAt < INTERVAL_MS && done < total) return;
      shownAt = now;
      const part = total === 0 ? 1 : done / total;
      const filled = Math.round(part * WIDTH);
      stderr.write(`\r${label} ${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${Math.round(part * 100)} %`);
    },
    clear: () => void stderr.write("\r\u001b[K"),
  };
}
