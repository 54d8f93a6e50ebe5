import type { NumberParameter } from "@twobus/core";

/** What units may be written behind a number, and how many of the parameter's own they are. */
const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Db: { db: 1 },
  Hz: { hz: 1, k: 1000, khz: 1000 },
  Ms: { ms: 1, s: 1000, us: 0.001, µs: 0.001 },
  Seconds: { s: 1, ms: 0.001 },
  Percent: { "%": 1 },
  Ratio: { ":1": 1 },
  Degrees: { "°": 1 },
  Samples: { samples: 1 },
};

/**
 * A typed value: `-18`, `−18 dB`, `2.5k`, `30ms`, `4:1`; with a sign and a unit (`+3dB`) a step from `current`. Undefined for what
 * is no value.
 */
export function parseValue(text: string, parameter: NumberParameter, current: number): number | undefined {
  const written = text.trim().toLowerCase().replaceAll("−", "-").replaceAll(",", ".").replaceAll(" ", "");
  const match = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(.*)$/.exec(written);
  if (match === null) return undefined;
  const [, sign, digits, unit] = match as unknown as [string, string, string, string];
  const scale = unit === "" ? 1 : UNITS[parameter.unit]?.[unit];
  if (scale === undefined) return undefined;
  const size = Number(digits) * scale;
  const isStep = sign === "+" || (sign === "-" && parameter.min >= 0);
  const value = isStep ? current + (sign === "-" ? -size : size) : sign === "-" ? -size : size;
  return Math.min(parameter.max, Math.max(parameter.min, value));
}
