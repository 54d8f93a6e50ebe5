/** Nanoseconds per stereo frame that a kernel took in the study made before the engine was written. */
export interface StudyFigure {
  readonly kernel: string;
  readonly nanoseconds: number;
  readonly section: string;
}

/** Conditions of the study: AMD EPYC, two virtual cores; Node 20.20.2; blocks of 512 frames of a one-second loop. */
export const STUDY = {
  equaliser: { kernel: "eq6, six sections in one loop", nanoseconds: 7.5, section: "3" },
  compressor: { kernel: "comp2, staged", nanoseconds: 13.4, section: "3" },
  saturator: { kernel: "sat, half-bands of 63 and 15 taps", nanoseconds: 45.9, section: "3" },
  limiter: { kernel: "limiter, 48 taps", nanoseconds: 35.6, section: "3" },
  mixOne: { kernel: "mix, add one input", nanoseconds: 0.94, section: "3" },
  mixSix: { kernel: "mix, six inputs in one pass", nanoseconds: 3.3, section: "3" },
} as const satisfies Record<string, StudyFigure>;
