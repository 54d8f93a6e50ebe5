import { expect, test } from "vitest";
import { HUES, tintOf } from "./colours.ts";

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1. */
const EYES: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function linear(colour: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);

/** CIELAB, D65. */
function labOf(rgb: Triple): Triple {
  const clamped = rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
  const x = f(dot([0.4124, 0.3576, 0.1805], clamped) / 0.95047);
  const y = f(dot([0.2126, 0.7152, 0.0722], clamped));
  const z = f(dot([0.0193, 0.1192, 0.9505], clamped) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test.each(Object.entries(EYES))("the hues stay apart for %s eyes", (_, [r, g, b]) => {
  const seen = Object.values(HUES).map((hue) => labOf([dot(r, linear(hue)), dot(g, linear(hue)), dot(b, linear(hue))]));
  const distances = seen.flatMap((one, i) =>
    seen.slice(i + 1).map((other) => Math.hypot(...one.map((v, k) => v - other[k]!))),
  );
  // The narrowest, orange beside yellow, is Okabe and Ito's own; 2.3 is just noticeable.
  expect(Math.min(...distances)).toBeGreaterThan(16);
});

test("a tint is two fifths of the way to white", () => {
  expect(tintOf("#000000")).toBe("#666666");
  expect(tintOf("#ffffff")).toBe("#ffffff");
  expect(tintOf("#0072b2")).toBe("#66aad1");
});
