import { QUANTUM } from "@twobus/core";
import { BUSY_MS, QUANTA, type PlayerStatus } from "../live/status.ts";

/** The load is a mean over so many reports: the clock of the audio thread counts whole milliseconds. */
const LOAD_REPORTS = 30;

/** Tells at each report how much of its time the audio thread has needed lately. */
export function createLoadMeter({ values }: PlayerStatus, sampleRate: number): () => number {
  const busy: (readonly [milliseconds: number, quanta: number])[] = [];
  return () => {
    busy.push([values[BUSY_MS]!, values[QUANTA]!]);
    if (busy.length > LOAD_REPORTS) busy.shift();
    const [[msBefore, quantaBefore], [ms, quanta]] = [busy[0]!, busy.at(-1)!];
    const elapsedMs = ((quanta - quantaBefore) * QUANTUM * 1000) / sampleRate;
    return elapsedMs === 0 ? 0 : (ms - msBefore) / elapsedMs;
  };
}
