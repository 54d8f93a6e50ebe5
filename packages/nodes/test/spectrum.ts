/** Power spectrum by a radix-2 transform; the length is a power of two. */
export function powerSpectrum(signal: Float64Array): Float64Array {
  const n = signal.length;
  let re = Float64Array.from(signal);
  let im = new Float64Array(n);
  for (let half = n / 2; half >= 1; half /= 2) {
    const [nextRe, nextIm] = [new Float64Array(n), new Float64Array(n)];
    const turns = n / (2 * half);
    for (let k = 0; k < turns; k++) {
      const [c, s] = [Math.cos((-Math.PI * k) / turns), Math.sin((-Math.PI * k) / turns)];
      for (let j = 0; j < half; j++) {
        const [a, b] = [2 * half * k + j, 2 * half * k + j + half];
        const [x, y] = [re[b]! * c - im[b]! * s, re[b]! * s + im[b]! * c];
        const at = half * k + j;
        nextRe[at] = re[a]! + x;
        nextIm[at] = im[a]! + y;
        nextRe[at + n / 2] = re[a]! - x;
        nextIm[at + n / 2] = im[a]! - y;
      }
    }
    [re, im] = [nextRe, nextIm];
  }
  return re.map((x, i) => x * x + im[i]! * im[i]!).subarray(0, n / 2);
}
