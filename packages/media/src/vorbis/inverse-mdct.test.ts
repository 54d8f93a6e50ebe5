import { expect, test } from "vitest";
import { InverseMdct } from "./inverse-mdct.ts";

test.each([64, 128, 512])("a block of %i agrees with the sum that defines the transform", (size) => {
  const spectrum = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin(k * k * 0.37));
  const output = new Float64Array(size);
  new InverseMdct(size).transform(spectrum, output);
  output.forEach((value, n) => {
    const angle = ((2 * Math.PI) / size) * (n + 0.5 + size / 4);
    const expected = spectrum.reduce((sum, x, k) => sum + x * Math.cos(angle * (k + 0.5)), 0);
    expect(Math.abs(value - expected)).toBeLessThan(1e-11);
  });
});
