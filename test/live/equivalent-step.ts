// The click metric "equivalent step": how loud a step would sound as clicky as what is heard. The sound goes through a
// high-pass at 8 kHz (255 taps, linear phase, nothing at DC); its peak is divided by the filter's own peak for a unit step.

const TAPS = 255;
const CORNER_HZ = 8000;
const MIDDLE = (TAPS - 1) / 2;
const KAISER_BETA = 14;

/** In dBFS. `sampleRate` in Hz. */
export function equivalentStepDb(sound: Float32Array, sampleRate: number): number {
  const taps = highPass(sampleRate);
  let step = 0;
  let stepPeak = 0;
  for (const tap of taps) stepPeak = Math.max(stepPeak, Math.abs((step += tap)));
  let peak = 0;
  for (let i = 0; i + TAPS <= sound.length; i++) {
    // Linear phase: both ends have one tap
    let sum = taps[MIDDLE]! * sound[i + MIDDLE]!;
    for (let tap = 0; tap < MIDDLE; tap++) sum += taps[tap]! * (sound[i + tap]! + sound[i + TAPS - 1 - tap]!);
    peak = Math.max(peak, Math.abs(sum));
  }
  return 20 * Math.log10(Math.max(peak / stepPeak, 1e-12));
}

function highPass(sampleRate: number): Float64Array {
  const corner = (2 * CORNER_HZ) / sampleRate;
  const low = Float64Array.from({ length: TAPS }, (_, n) => {
    const x = n - MIDDLE;
    const sinc = x === 0 ? corner : Math.sin(Math.PI * corner * x) / (Math.PI * x);
    return sinc * kaiser(x / (MIDDLE + 1));
  });
  const sum = low.reduce((total, tap) => total + tap, 0);
  return low.map((tap, n) => (n === MIDDLE ? 1 : 0) - tap / sum);
}

const kaiser = (x: number): number => bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  for (let k = 1, term = 1; term > 1e-18 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}
