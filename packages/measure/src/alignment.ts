import { fft } from "./fft.ts";

/** A difference in likeness that is rounding, not evidence. */
const RELATIVE_TIE = 1e-9;

/**
 * How many frames `other` is late. `reference` holds N frames per channel; `other` holds N + 2·`reach`, its middle opposite
 * the reference. The answer, −reach … reach, maximises the normalised cross-correlation summed over channels; among equals
 * the smallest shift wins.
 */
export function findOffset(reference: readonly Float64Array[], other: readonly Float64Array[], reach: number): number {
  const correlation = crossCorrelation(reference, other);
  const energies = slidingEnergies(other, reference[0]!.length, 2 * reach + 1);
  const floor = energies.reduce((most, energy) => Math.max(most, energy), 0) * 1e-12;
  let best = 0;
  let likeness = 0;
  for (let distance = 0; distance <= reach; distance++) {
    for (const offset of distance === 0 ? [0] : [distance, -distance]) {
      const energy = energies[reach + offset]!;
      const candidate = energy > floor ? correlation[reach + offset]! / Math.sqrt(energy) : 0;
      if (candidate > likeness * (1 + RELATIVE_TIE)) {
        likeness = candidate;
        best = offset;
      }
    }
  }
  return best;
}

/** Σ reference[n]·other[n + shift] over all channels, for shifts from 0 up. */
function crossCorrelation(reference: readonly Float64Array[], other: readonly Float64Array[]): Float64Array {
  const size = 1 << (32 - Math.clz32(other[0]!.length - 1));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (const [channel, samples] of reference.entries()) {
    addCrossSpectrum(samples, other[channel]!, real, imaginary);
  }
  fft(imaginary, real);
  return real;
}

/** Adds conj(A)·B to a spectrum. Both transforms come from one: a is its real part, b its imaginary part. */
function addCrossSpectrum(a: Float64Array, b: Float64Array, real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  const zReal = new Float64Array(size);
  const zImaginary = new Float64Array(size);
  zReal.set(a);
  zImaginary.set(b);
  fft(zReal, zImaginary);
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size;
    const aReal = zReal[k]! + zReal[mirror]!;
    const aImaginary = zImaginary[k]! - zImaginary[mirror]!;
    const bReal = zImaginary[k]! + zImaginary[mirror]!;
    const bImaginary = zReal[mirror]! - zReal[k]!;
    real[k]! += aReal * bReal + aImaginary * bImaginary;
    imaginary[k]! += aReal * bImaginary - aImaginary * bReal;
  }
}

/** The energy of `length` frames of all channels, from each of the first `count` frames on. */
function slidingEnergies(channels: readonly Float64Array[], length: number, count: number): Float64Array {
  const frames = channels[0]!.length;
  const sums = new Float64Array(frames + 1);
  for (let frame = 0; frame < frames; frame++) {
    let energy = 0;
    for (const samples of channels) energy += samples[frame]! * samples[frame]!;
    sums[frame + 1] = sums[frame]! + energy;
  }
  return Float64Array.from({ length: count }, (_, start) => sums[start + length]! - sums[start]!);
}
