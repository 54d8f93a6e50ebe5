/** Gives a function that lets waiting messages in: promises alone may go on for ever before one is looked at. */
export function createPause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  port2.addEventListener("message", () => {
    const ready = waiting;
    waiting = [];
    for (const resume of ready) resume();
  });
  port2.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port1.postMessage(null);
    });
}
