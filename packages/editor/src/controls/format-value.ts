import type { Parameter, PlainValue, Unit } from "@twobus/core";

const MINUS = "−";

/** A value as people write it: with its unit, a true minus, and no more digits than one hears. */
export function formatValue(parameter: Parameter, value: PlainValue): string {
  if (parameter.kind === "toggle") return value === true ? "on" : "off";
  if (parameter.kind === "choice" || typeof value !== "number") return String(value);
  switch (parameter.unit) {
    case "Db":
      return `${figure(value, 1)} dB`;
    case "Hz":
      return value >= 1000 ? `${figure(value / 1000, 2)} kHz` : `${figure(value, value < 100 ? 1 : 0)} Hz`;
    case "Ms":
      return `${figure(value, value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
    case "Seconds":
      return `${figure(value, 2)} s`;
    case "Bpm":
      return `${figure(value, 1)} bpm`;
    case "Percent":
      return `${figure(value, 0)} %`;
    case "Ratio":
      return `${figure(value, 1)} : 1`;
    case "Degrees":
      return `${figure(value, 0)}°`;
    case "Samples":
      return `${figure(value, 0)} samples`;
    case "Q":
      return figure(value, 2);
  }
}

const SPOKEN: Readonly<Record<Unit, string>> = {
  Db: "decibels",
  Hz: "hertz",
  Ms: "milliseconds",
  Seconds: "seconds",
  Bpm: "beats per minute",
  Percent: "percent",
  Ratio: "to 1",
  Samples: "samples",
  Degrees: "degrees",
  Q: "",
};

/** A value as it is read aloud: `minus 18.0 decibels`, `2.50 kilohertz`. */
export function spokenValue(parameter: Parameter, value: PlainValue): string {
  const written = formatValue(parameter, value);
  if (parameter.kind !== "number") return written;
  const digits = /^(−?)([\d.]+)/.exec(written);
  if (digits === null) return written;
  const unit = written.endsWith("kHz") ? "kilohertz" : SPOKEN[parameter.unit];
  return `${digits[1] === "" ? "" : "minus "}${digits[2]} ${unit}`.trimEnd();
}

/** Rounded to so many digits; nothing is a minus zero. */
function figure(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", MINUS);
}
