import type { Parameter, PlainValue } from "@twobus/core";

const MINUS = "−";

/** A value as people write it: with its unit, a true minus, and no more digits than one hears. */
export function formatValue(parameter: Parameter, value: PlainValue): string {
  if (parameter.kind === "toggle") return value === true ? "on" : "off";
  if (parameter.kind === "choice" || typeof value !== "number") return String(value);
  const text = (digits: number): string => value.toFixed(digits).replace("-", MINUS);
  switch (parameter.unit) {
    case "Db":
      return `${text(1)} dB`;
    case "Hz":
      return value >= 1000 ? `${(value / 1000).toFixed(2)} kHz` : `${text(value < 100 ? 1 : 0)} Hz`;
    case "Ms":
      return `${text(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
    case "Seconds":
      return `${text(2)} s`;
    case "Percent":
      return `${text(0)} %`;
    case "Ratio":
      return `${text(1)} : 1`;
    case "Degrees":
      return `${text(0)}°`;
    case "Samples":
      return `${text(0)} samples`;
    default:
      return text(2);
  }
}
