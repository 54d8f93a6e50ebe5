import { transfer } from "comlink";

/**
 * Runs a call to the Worker that a signal cancels through a port. Rejects with the signal's own reason when it aborts,
 * after the Worker has left everything in order.
 */
export async function cancellable<T>(signal: AbortSignal, call: (cancel: MessagePort) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { port1, port2 } = new MessageChannel();
  const cancel = (): void => port1.postMessage("cancel");
  signal.addEventListener("abort", cancel);
  try {
    return await call(transfer(port2, [port2]));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    port1.close();
  }
}

/** The other end: a signal that aborts when a message arrives. */
export function signalFrom(cancel: MessagePort): AbortSignal {
  const controller = new AbortController();
  cancel.addEventListener("message", () => controller.abort());
  cancel.start();
  return controller.signal;
}
