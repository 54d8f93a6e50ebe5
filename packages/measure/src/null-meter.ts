import { gainToDecibels } from "@twobus/dsp";
import { finiteOrNull } from "./measurement.ts";

/** What is left when one signal is taken from the other. `null` stands for −∞: nothing is left. */
export interface NullMeasurement {
  /** Every sample of one equals that of the other. */
  readonly identical: boolean;
  readonly residualPeakDbfs: number | null;
  /** Root mean square over all channels and frames; a full-scale sine would read −3.01. */
  readonly residualRmsDbfs: number | null;
  /** Energy of the residual against the reference's. Also `null` where the reference is silent. */
  readonly residualRelativeDb: number | null;
}

/** Compares two signals as they pass by, frame against frame. */
export interface NullMeter {
  /** The first `frames` frames of both, planar, with as many channels each. */
  push(reference: readonly Float64Array[], other: readonly Float64Array[], frames: number): void;
  finish(): NullMeasurement;
}

/** Starts a comparison. Both signals are as long as each other and in place: `compareAudio` sees to that for files. */
export function createNullMeter(): NullMeter {
  let peak = 0;
  let residualEnergy = 0;
  let referenceEnergy = 0;
  let samples = 0;
  return {
    push(reference, other, frames) {
      for (const [channel, a] of reference.entries()) {
        const b = other[channel]!;
        for (let i = 0; i < frames; i++) {
          const difference = b[i]! - a[i]!;
          peak = Math.max(peak, Math.abs(difference));
          residualEnergy += difference * difference;
          referenceEnergy += a[i]! * a[i]!;
        }
      }
      samples += frames * reference.length;
    },
    finish: () => ({
      identical: peak === 0,
      residualPeakDbfs: finiteOrNull(gainToDecibels(peak)),
      residualRmsDbfs: finiteOrNull(gainToDecibels(Math.sqrt(residualEnergy / samples))),
      residualRelativeDb: finiteOrNull(gainToDecibels(Math.sqrt(residualEnergy / referenceEnergy))),
    }),
  };
}
