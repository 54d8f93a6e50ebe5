// The colour of each character: harmonics, crest and response.
// The checks of summing characters against the table of voicings: levels in dB above 0 VU, which is a sine of −18 dBFS peak.
// The table's figures are estimates; what it says twice in different ways is derived where it is checked.

import { describe, expect, test } from "vitest";
import { decibels, noiseSource, peak, rms, SAMPLE_RATE, sine } from "../../../test/probes.ts";
import { CHARACTERS, amplitude, both, through, type Character } from "../../../test/summed.ts";

/** Harmonics 2 to 10 relative to the first, by order. */
function harmonics(summing: Character, hz: number, aboveVu: number): readonly number[] {
  const [left] = through(both(sine(hz, aboveVu - 18, 2 * SAMPLE_RATE)), { summing, tolerance: false });
  const first = amplitude(left, hz);
  return Array.from({ length: 11 }, (_, order) => (order < 2 ? 0 : amplitude(left, hz * order) / first));
}
const thd = (summing: Character, hz: number, aboveVu: number): number => Math.hypot(...harmonics(summing, hz, aboveVu));

/** Peak over loudness (BS.1770's weighting at 48 kHz), in dB. */
function crestDb(signal: Float64Array): number {
  const biquad = (x: Float64Array, b: readonly number[], a: readonly number[]): Float64Array => {
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    return x.map((now) => {
      const y = b[0]! * now + b[1]! * x1 + b[2]! * x2 - a[0]! * y1 - a[1]! * y2;
      [x2, x1, y2, y1] = [x1, now, y1, y];
      return y;
    });
  };
  const shelved = biquad(
    signal,
    [1.53512485958697, -2.6916961993864, 1.19839281085285],
    [-1.69065929318241, 0.73248077421585],
  );
  return decibels(peak(signal) / rms(biquad(shelved, [1, -2, 1], [-1.99004745483398, 0.99007225036621])));
}

describe("harmonics", () => {
  // 1 % at +16 dB and a clip at +17 with a knee of 8 to 10 dB only agree where +17 is the level at which the knee is heard: the
  // rail stands at +20, its knee begins at +13
  test.each([
    ["punchy", [0.01, 0.03, 0.1]],
    ["warm", [0.03, 0.06, 0.15]],
    ["thick", [0.08, 0.3, 1]],
  ] as const)("%s: distortion of 1 kHz at 0 VU, +10 and +16 dB within 3 dB of the table", (summing, percents) => {
    percents.forEach((percent, index) => {
      const found = thd(summing, 1000, [0, 10, 16][index]!);
      expect(Math.abs(decibels((100 * found) / percent)), `${100 * found} %`).toBeLessThan(3);
    });
  });

  test.each([
    ["punchy", 0.1],
    ["warm", 0.3],
    ["thick", 1],
  ] as const)("%s: 40 Hz at +10 dB within 3 dB of %f %%, and three times 1 kHz", (summing, percent) => {
    const low = thd(summing, 40, 10);
    expect(Math.abs(decibels((100 * low) / percent))).toBeLessThan(3);
    expect(low).toBeGreaterThan(3 * thd(summing, 1000, 10));
  });

  test("at +10 dB punchy is odd, warm is even by 6 dB, thick is both", () => {
    const [punchy, warm, thick] = CHARACTERS.map((summing) => harmonics(summing, 1000, 10));
    expect(decibels(punchy![3]! / punchy![2]!)).toBeGreaterThan(6);
    expect(decibels(warm![2]! / warm![3]!)).toBeGreaterThan(6);
    expect(Math.abs(decibels(thick![2]! / thick![3]!))).toBeLessThan(3);
  });

  test("at +10 dB punchy distorts less than warm, warm less than thick", () => {
    const [punchy, warm, thick] = CHARACTERS.map((summing) => thd(summing, 1000, 10));
    expect(punchy).toBeLessThan(warm!);
    expect(warm).toBeLessThan(thick!);
  });

  test("at +16 dB thick has a fifth above 0.1 %", () => {
    expect(harmonics("thick", 1000, 16)[5]).toBeGreaterThan(0.001);
  });
});

// A loop that peaks at −6 dBFS, as loops do: at full scale and +10 dB every rail of the table would cut several dB
test("a drum loop at +10 dB loses crest: punchy least, thick most", () => {
  const random = noiseSource(9);
  const tone = (hz: number, t: number): number => Math.sin(2 * Math.PI * hz * t);
  const raw = Float64Array.from({ length: 4 * SAMPLE_RATE }, (_, n) => {
    const t = n / SAMPLE_RATE;
    const [beat, backBeat] = [t % 1, (t + 0.5) % 1];
    const grain = random();
    const kick = Math.sin(2 * Math.PI * (52 * beat + 1.5 * (1 - Math.exp(-35 * beat)))) * Math.exp(-7 * beat);
    const snare = (0.35 * grain + 0.45 * tone(185, backBeat)) * Math.exp(-18 * backBeat);
    return kick + snare + 0.1 * grain * Math.exp(-70 * (t % 0.25));
  });
  const scale = 10 ** (-6 / 20) / peak(raw);
  const loop = raw.map((x) => x * scale);
  const [punchy, warm, thick] = CHARACTERS.map(
    (summing) => crestDb(through(both(loop), { summing, summingDriveDb: 10 })[0]) - crestDb(loop),
  ) as [number, number, number];
  for (const [change, most, least] of [
    [punchy, -0.6, -0.1],
    [warm, -1.2, -0.3],
    [thick, -2.5, -0.8],
  ] as const) {
    expect(change).toBeGreaterThan(most);
    expect(change).toBeLessThan(least);
  }
  expect(warm).toBeLessThan(punchy);
  expect(thick).toBeLessThan(warm);
});

describe("response at −40 dBFS", () => {
  const RATE = 192000;
  const impulse = Float64Array.from({ length: 2 * RATE }, (_, n) => (n === 0 ? 0.01 : 0));
  const responses = CHARACTERS.map((summing) => {
    const [left] = through(both(impulse), { summing, crosstalk: false, tolerance: false }, RATE);
    return (hz: number): number => {
      let [re, im] = [0, 0];
      left.forEach((y, n) => {
        re += y * Math.cos((2 * Math.PI * hz * n) / RATE);
        im += y * Math.sin((2 * Math.PI * hz * n) / RATE);
      });
      return decibels(Math.hypot(re, im) / 0.01);
    };
  });

  test.each([
    [0, 3, 80000, 0, -0.26],
    [1, 5, 40000, 0.2, -0.75],
    [2, 8, 35000, 0.4, -1.23], // −1 dB at 18 kHz is −1.23 dB at 20 kHz behind the same corner
  ] as const)(
    "character %i: −3 dB at %i Hz and %i Hz ±15 %%, table at 60 Hz and 20 kHz",
    (index, low, high, at60, at20k) => {
      const at = responses[index]!;
      for (const [inside, outside] of [
        [low * 1.15, low * 0.85],
        [high * 0.85, high * 1.15],
      ] as const) {
        expect(at(inside)).toBeGreaterThan(-3.01);
        expect(at(outside)).toBeLessThan(-3.01);
      }
      expect(Math.abs(at(60) - at60)).toBeLessThan(0.3);
      expect(Math.abs(at(20000) - at20k)).toBeLessThan(0.3);
    },
  );

  test("each two differ by 0.3 dB somewhere between 20 Hz and 20 kHz", () => {
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const most = Math.max(
        ...[20, 60, 100, 120, 10000, 20000].map((hz) => Math.abs(responses[a]!(hz) - responses[b]!(hz))),
      );
      expect(most).toBeGreaterThan(0.3);
    }
  });
});
