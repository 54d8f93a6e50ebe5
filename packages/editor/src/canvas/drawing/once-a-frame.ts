export interface FrameWork {
  readonly ask: () => void;
  readonly stop: () => void;
}

/** Work for the next frame, done once however often it is asked for until then. */
export function onceAFrame(work: () => void): FrameWork {
  let asked = 0;
  return {
    ask: () => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        work();
      });
    },
    stop: () => {
      cancelAnimationFrame(asked);
      asked = 0;
    },
  };
}
