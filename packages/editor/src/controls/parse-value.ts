import type { NumberParameter, Unit } from "@twobus/core";

/** What units may be written behind a number, and how many of the parameter's own they are. */
const UNITS: Readonly<Partial<Record<Unit, Readonly<Record<string, number>>>>> = {
  Db: { db: 1 },
  Hz: { hz: 1, k: 1000, khz: 1000 },
  Ms: { ms: 1, s: 1000, us: 0.001, µs: 0.001, μs: 0.001 },
  Seconds: { s: 1, ms: 0.001 },
  Bpm: { bpm: 1 },
  Percent: { "%": 1 },
  Degrees: { "°": 1 },
  Samples: { samples: 1, sample: 1 },
};

const WRITTEN = /^(?<sign>[+-]?)(?<number>\d+(?:\.\d*)?|\.\d+)(?:[:/](?<divisor>\d+(?:\.\d*)?|\.\d+))?(?<unit>\D*)$/;

/**
 * A typed value, held within the parameter's range: `-18`, `−18 dB`, `2.5k`, `30ms`, `4:1`, `1/2`. With a plus it is a step from
 * `current` (`+3dB`), and with a minus as well where the parameter has no values below zero. Undefined for what is no value.
 */
export function parseValue(text: string, parameter: NumberParameter, current: number): number | undefined {
  const written = text.toLowerCase().replaceAll("−", "-").replaceAll(",", ".").replaceAll(/\s/g, "");
  const { sign, number, divisor = "1", unit } = WRITTEN.exec(written)?.groups ?? {};
  const scale = unit === "" ? 1 : UNITS[parameter.unit]?.[unit!];
  if (scale === undefined || Number(divisor) === 0) return undefined;
  const size = (sign === "-" ? -1 : 1) * (Number(number) / Number(divisor)) * scale;
  const isStep = sign === "+" || (sign === "-" && parameter.min >= 0);
  return Math.min(parameter.max, Math.max(parameter.min, isStep ? current + size : size));
}
