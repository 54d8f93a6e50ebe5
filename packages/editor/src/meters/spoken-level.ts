import type { MeterReadings } from "./meter-source.tsx";
import { REDUCTION_METER } from "./reduction-meters.ts";

/** The peaks of a node's output, and how far it or what is inside it turns down at most, in words: `minus 6.2 dB left, minus 7.0 dB right`. */
export function spokenLevel(readings: MeterReadings | undefined, address: string): string {
  const outputs = Object.entries(readings?.levels ?? {}).filter(([signal]) => signal.startsWith(`${address}.`));
  const levels = outputs.map(([, { peakDbfs }]) => peakDbfs).toSorted((a, b) => Math.max(...b) - Math.max(...a));
  const [loudest] = levels;
  if (loudest === undefined) return "nothing is measured while nothing plays";
  const reductionsDb = Object.entries(readings?.meters ?? {}).flatMap(([meter, valueDb]) => {
    const place = meter.endsWith(`.${REDUCTION_METER}`) ? meter.slice(0, -REDUCTION_METER.length - 1) : "";
    return `${place}/`.startsWith(`${address}/`) ? Math.abs(valueDb) : [];
  });
  return [
    `${spokenDb(loudest[0])} left`,
    `${spokenDb(loudest[1])} right`,
    ...(reductionsDb.length === 0 ? [] : [`turned down by ${Math.max(...reductionsDb).toFixed(1)} decibels`]),
  ].join(", ");
}

const SILENCE_DBFS = -120;

/** `minus 6.2 decibels`, or `silent`. */
export function spokenDb(level: number): string {
  if (!(level > SILENCE_DBFS)) return "silent";
  return `${level < 0 ? "minus " : ""}${Math.abs(level).toFixed(1)} decibels`;
}
