import type { MeterReadings } from "./meter-source.tsx";

/** The peaks of a node's output, and how far it turns down, in words: `minus 6.2 dB left, minus 7.0 dB right`. */
export function spokenLevel(readings: MeterReadings | undefined, address: string): string {
  const outputs = Object.entries(readings?.levels ?? {}).filter(([signal]) => signal.startsWith(`${address}.`));
  const levels = outputs.map(([, { peakDbfs }]) => peakDbfs).toSorted((a, b) => Math.max(...b) - Math.max(...a));
  const [loudest] = levels;
  if (loudest === undefined) return "nothing is measured while nothing plays";
  const reductionDb = readings?.meters[`${address}.gainReductionDb`];
  return [
    `${spokenDb(loudest[0])} left`,
    `${spokenDb(loudest[1])} right`,
    ...(reductionDb === undefined ? [] : [`turned down by ${Math.abs(reductionDb).toFixed(1)} decibels`]),
  ].join(", ");
}

const SILENCE_DBFS = -120;

function spokenDb(level: number): string {
  if (!(level > SILENCE_DBFS)) return "silent";
  return `${level < 0 ? "minus " : ""}${Math.abs(level).toFixed(1)} decibels`;
}
