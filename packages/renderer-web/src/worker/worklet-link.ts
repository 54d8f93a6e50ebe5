import type { PlayerEvent } from "@twobus/core/player";
import type { FromWorklet, StatusUpdate, ToWorklet } from "../live/messages.ts";

/** The worklet, as the Worker sees it. */
export interface WorkletLink {
  readonly send: (message: ToWorklet, transfer?: Transferable[]) => void;
  readonly listen: (listener: WorkletListener) => void;
  /** Resolves when all that was said before has been heard. */
  heard(): Promise<void>;
  close(): void;
}

export interface WorkletListener {
  event(event: PlayerEvent): void;
  status(update: StatusUpdate): void;
  failed(message: string): void;
}

export function createWorkletLink(port: MessagePort): WorkletLink {
  const asking: (() => void)[] = [];
  const send = (message: ToWorklet, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  return {
    send,
    listen: (listener) => {
      port.onmessage = ({ data }: MessageEvent<FromWorklet>) => {
        switch (data.kind) {
          case "ready":
            return asking.shift()?.();
          case "event":
            return listener.event(data.event);
          case "status":
            return listener.status(data.update);
          case "failed":
            return listener.failed(data.message);
        }
      };
    },
    heard: async () => {
      const answered = new Promise<void>((resolve) => asking.push(resolve));
      send({ kind: "ask" });
      await answered;
    },
    close: () => port.close(),
  };
}
