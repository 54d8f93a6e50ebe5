import { fault } from "@twobus/core/problem";

/** What a text says as a decimal number, with a hyphen or a true minus sign; NaN for anything else. */
export function readNumber(text: string): number {
  const plain = text.trim().replace("−", "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** A number from the command line. Throws a problem that names the option and the legal range. */
export function parseNumber(option: string, min: number, max: number, text: string): number {
  const value = readNumber(text);
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
  const rounded = value.toFixed(decimals).replace(/^-(?=[0.]+$)/, "");
  return `${rounded.replace("-", "−")} ${unit}`;
}
