/** How long work goes on before it lets messages in: a cancellation is heard at once, and waiting costs little. */
const BETWEEN_PAUSES_MS = 10;

/** Gives a function that now and then lets waiting messages in: promises alone may go on for ever before one is looked at. */
export function createPause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  let pausedAt = performance.now();
  port2.addEventListener("message", () => {
    const ready = waiting;
    waiting = [];
    pausedAt = performance.now();
    for (const resume of ready) resume();
  });
  port2.start();
  return async () => {
    if (performance.now() - pausedAt < BETWEEN_PAUSES_MS) return;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      port1.postMessage(null);
    });
  };
}
