import { expect, test } from "vitest";
import { latencyText } from "./latency-text.ts";

test("a latency is told in samples and in milliseconds at the mix's rate", () => {
  expect(latencyText(456, 48_000)).toBe("456 samples, 9.5 ms");
  expect(latencyText(456, 44_100)).toBe("456 samples, 10.3 ms");
  expect(latencyText(1, 96_000)).toBe("1 sample, 0.01 ms");
  expect(latencyText(0, 48_000)).toBe("0 samples, 0.0 ms");
});
