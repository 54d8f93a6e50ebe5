import { expect, test } from "vitest";
import { noise, outputOf, runnerOf } from "../../../test/dynamics.ts";

const balance = await runnerOf("twobus.balance");
const main = [noise(2000, 1), noise(2000, 2)] as const;

test("at its defaults it changes no bit", () => {
  expect(outputOf(balance, {}, main)).toEqual(main);
  expect(outputOf(balance, { panLaw: "rotate" }, main)).toEqual(main);
});

test("polarity and exchange change no bit beside", () => {
  const inverted = main.map((channel) => channel.map((sample) => -sample));
  expect(outputOf(balance, { invertLeft: true }, main)).toEqual([inverted[0], main[1]]);
  expect(outputOf(balance, { invertRight: true }, main)).toEqual([main[0], inverted[1]]);
  expect(outputOf(balance, { swapChannels: true }, main)).toEqual([main[1], main[0]]);
  expect(outputOf(balance, { swapChannels: true, invertLeft: true }, main)).toEqual([main[1], inverted[0]]);
});

type Matrix = readonly [readonly [number, number], readonly [number, number]];
const times = (a: Matrix, b: Matrix): Matrix => {
  const cell = (row: 0 | 1, column: 0 | 1): number => a[row][0] * b[0][column] + a[row][1] * b[1][column];
  return [
    [cell(0, 0), cell(0, 1)],
    [cell(1, 0), cell(1, 1)],
  ];
};

/** Pan · width · exchange · polarity, as their descriptions say. */
function matrixOf(pan: number, rotates: boolean, width: number, swaps: boolean, left: number, right: number): Matrix {
  const [cosine, sine] = [Math.cos((pan * Math.PI) / 4), Math.sin((pan * Math.PI) / 4)];
  const far = (away: number): number => (away <= 0 ? 1 : Math.cos((away * Math.PI) / 2));
  const panned: Matrix = rotates
    ? [
        [cosine, -sine],
        [sine, cosine],
      ]
    : [
        [far(pan), 0],
        [0, far(-pan)],
      ];
  const widened: Matrix = [
    [(1 + width) / 2, (1 - width) / 2],
    [(1 - width) / 2, (1 + width) / 2],
  ];
  const exchanged: Matrix = swaps
    ? [
        [0, 1],
        [1, 0],
      ]
    : [
        [1, 0],
        [0, 1],
      ];
  return times(
    panned,
    times(
      widened,
      times(exchanged, [
        [left, 0],
        [0, right],
      ]),
    ),
  );
}

test.each([
  [-70, "balance", 100, false, false],
  [40, "balance", 30, true, true],
  [-100, "rotate", 100, false, false],
  [55, "rotate", 160, true, true],
])("pan %d, %s, width %d, exchanged %s, right inverted %s", (panPercent, panLaw, widthPercent, swaps, inverts) => {
  const values = { panPercent, panLaw, widthPercent, swapChannels: swaps, invertRight: inverts };
  const output = outputOf(balance, values, main);
  const rows = matrixOf(panPercent / 100, panLaw === "rotate", widthPercent / 100, swaps, 1, inverts ? -1 : 1);
  for (const side of [0, 1] as const) {
    output[side].forEach((sample, i) => {
      const expected = rows[side][0] * main[0][i]! + rows[side][1] * main[1][i]!;
      expect(Math.abs(sample - expected)).toBeLessThan(1e-14);
    });
  }
});

test("rotation keeps the power of the two channels together", () => {
  const power = ([left, right]: readonly [Float64Array, Float64Array]): number =>
    left.reduce((sum, sample, i) => sum + sample ** 2 + right[i]! ** 2, 0);
  const rotated = power(outputOf(balance, { panLaw: "rotate", panPercent: 63 }, main));
  expect(Math.abs(rotated / power(main) - 1)).toBeLessThan(1e-12);
});

test("a change is a straight ramp over its quantum", () => {
  const one = new Float64Array(384).fill(1);
  const { outputs } = balance.run({
    inputs: { main: [one, one] },
    automate: (quantum) => ({ panPercent: quantum === 0 ? 0 : 100 }),
  });
  const [left] = outputs["main"]!;
  left.forEach((sample, i) => expect(Math.abs(sample - Math.min(1, Math.max(0, (255 - i) / 128)))).toBeLessThan(1e-13));
});
