import { fault } from "@twobus/core/problem";

/** A number from the command line. Throws a problem that names the option and the legal range. */
export function parseNumber(option: string, min: number, max: number, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < min || value > max) {
    throw fault("bad-option", option, `"${text}" must be a number from ${min} to ${max}`);
  }
  return value;
}

export function parseWholeNumber(option: string, min: number, max: number, text: string): number {
  const value = parseNumber(option, min, max, text);
  if (!Number.isInteger(value))
    throw fault("bad-option", option, `"${text}" must be a whole number from ${min} to ${max}`);
  return value;
}

/** One decimal and a true minus sign, as levels are written. */
export function formatLevel(value: number | null, unit: string, decimals = 1): string {
  if (value === null) return `– ${unit}`;
  return `${value.toFixed(decimals).replace("-", "−")} ${unit}`;
}
