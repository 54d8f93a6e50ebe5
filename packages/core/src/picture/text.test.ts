import { expect, test } from "vitest";
import { decibelText, faderText, fitText, textWidth } from "./text.ts";

test("decibels have one decimal and a true minus sign", () => {
  expect([-1.5, 0, -0.04, 12, -20.25].map(decibelText)).toEqual(["−1.5", "0.0", "0.0", "12.0", "−20.3"]);
});

test("a fader at rest says nothing, a closed one is minus infinity", () => {
  expect([undefined, 0, -6, -96].map(faderText)).toEqual(["", "", "−6.0 dB", "−∞ dB"]);
});

test("text is cut to fit, never within a letter and its marks", () => {
  expect(fitText("Kick", 12, 100)).toBe("Kick");
  for (const width of [0, 20, 40, 80]) {
    const shown = fitText("e\u0301".repeat(20), 12, width);
    expect(shown).toMatch(/^(?:e\u0301)*…$/u);
    expect(textWidth(shown, 12)).toBeLessThanOrEqual(Math.max(width, textWidth("…", 12)));
  }
});
