import { QUANTUM } from "@twobus/core";
import { createMeter, type LiveMeasurement, type Meter, type MeterKernels } from "@twobus/measure";
import { QUANTA, tapQuanta, type PlayerStatus } from "../live/status.ts";

/** Measures the mix from what the player leaves in its status. */
export interface MasterMeter {
  /** Hears what is new. Looked at too seldom, it misses some. */
  hear(): void;
  now(): LiveMeasurement;
  /** Forgets what it has heard. */
  reset(): void;
}

export function createMasterMeter(kernels: MeterKernels, sampleRate: number, status: PlayerStatus): MasterMeter {
  const create = (): Meter => createMeter({ kernels, sampleRate, channels: 2 });
  const left = new Float64Array(QUANTUM);
  const right = new Float64Array(QUANTUM);
  const round = tapQuanta(status);
  let meter = create();
  let heard = 0;
  return {
    hear: () => {
      const quanta = status.values[QUANTA]!;
      heard = Math.max(heard, quanta - round + 1);
      for (; heard < quanta; heard++) {
        const start = (heard % round) * QUANTUM * 2;
        for (let i = 0; i < QUANTUM; i++) {
          left[i] = status.tap[start + 2 * i]!;
          right[i] = status.tap[start + 2 * i + 1]!;
        }
        meter.push([left, right], QUANTUM);
      }
    },
    now: () => meter.now(),
    reset: () => {
      meter = create();
      heard = status.values[QUANTA]!;
    },
  };
}
