import type { PlanarStream } from "@twobus/dsp";

/** Turns sound that is pushed into sound that is pulled: one block at a time waits until it has been read. */
export interface HandOver extends PlanarStream {
  /** Resolves when all of the block has been read. Rejects with what `fail` was given. */
  push(channels: readonly Float64Array[], frames: number): Promise<void>;
  /** There will be no more. */
  end(): void;
  fail(error: unknown): void;
}

export function createHandOver(format: PlanarStream["format"]): HandOver {
  let block: { channels: readonly Float64Array[]; frames: number; at: number } | undefined;
  let hasEnded = false;
  let failure: { error: unknown } | undefined;
  let wake = Promise.withResolvers<void>();
  const changed = (): void => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  const until = async (isReady: () => boolean): Promise<void> => {
    while (!isReady()) {
      if (failure !== undefined) throw failure.error;
      await wake.promise;
    }
    if (failure !== undefined) throw failure.error;
  };
  return {
    format,
    push: async (channels, frames) => {
      block = { channels, frames, at: 0 };
      changed();
      await until(() => block === undefined);
    },
    end: () => {
      hasEnded = true;
      changed();
    },
    fail: (error) => {
      failure = { error };
      changed();
    },
    read: async (targets) => {
      const wanted = targets[0]?.length ?? 0;
      let done = 0;
      while (done < wanted) {
        await until(() => block !== undefined || hasEnded);
        if (block === undefined) break;
        const { channels, at } = block;
        const frames = Math.min(wanted - done, block.frames - at);
        targets.forEach((target, index) => target.set(channels[index]!.subarray(at, at + frames), done));
        done += frames;
        block.at += frames;
        if (block.at === block.frames) {
          block = undefined;
          changed();
        }
      }
      return done;
    },
  };
}
