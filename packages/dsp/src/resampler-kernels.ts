import { Arena, createMemory } from "./memory.ts";
import { instantiateKernels } from "./module.ts";

const MINIMUM_RATE = 8000;
const MAXIMUM_RATE = 384000;

/**
 * In Nyquist frequencies of the lower rate: flat to 0.91 (20.07 kHz at 44.1 kHz), half as loud here, silent from 1 on.
 * Kaiser's formulas give this length (half of it, in periods of the lower rate) and this β for 160 dB.
 */
const CUTOFF = 0.955;
const HALF_PERIODS = 120;
const KAISER_BETA = 16.7;

/** Up to 4 MiB every phase has its row. Beyond, phases are interpolated: an error below −185 dB from 256 rows per period. */
const MAXIMUM_COEFFICIENTS = 1 << 19;
const INTERPOLATED_ROWS_PER_PERIOD = 256;

/** The most output frames that one call makes. */
export const OUTPUT_FRAMES = 1024;
/** How many input frames a window takes in at a time, besides the taps that every output frame needs. */
export const INPUT_FRAMES = 1024;

/** How one rate becomes another: output frames are `step` phases apart, an input frame is `phases` phases long. */
export interface Conversion {
  readonly phases: number;
  readonly step: number;
  /** Input frames that each output frame is made of; a multiple of 8. */
  readonly taps: number;
  /** Rows of coefficients per input frame: as many as `phases` where every phase has its own. */
  readonly rowsPerFrame: number;
  readonly cutoff: number;
}

/** Why a rate cannot be resampled, in words, or `undefined` when it can. */
export function sampleRateFault(rate: number): string | undefined {
  if (Number.isInteger(rate) && rate >= MINIMUM_RATE && rate <= MAXIMUM_RATE) return undefined;
  return `${rate} Hz cannot be resampled: use a whole number of hertz from ${MINIMUM_RATE} to ${MAXIMUM_RATE}`;
}

/** Plans the conversion between two rates: whole numbers of hertz from 8000 to 384000. */
export function planConversion(fromRate: number, toRate: number): Conversion {
  for (const rate of [fromRate, toRate]) {
    const wrong = sampleRateFault(rate);
    if (wrong !== undefined) throw new RangeError(wrong);
  }
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const bandwidth = Math.min(1, toRate / fromRate);
  const taps = 8 * Math.ceil(HALF_PERIODS / bandwidth / 4);
  return {
    phases,
    step: fromRate / divisor,
    taps,
    rowsPerFrame: phases * taps <= MAXIMUM_COEFFICIENTS ? phases : Math.ceil(INTERPOLATED_ROWS_PER_PERIOD * bandwidth),
    cutoff: bandwidth * CUTOFF,
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Makes output frames from a window of input, without remembering anything. The window's first `taps` frames surround the
 * first output frame, which lies `phase` phases after the frame number taps/2 − 1.
 */
export type Convert = (window: Float64Array, phase: number, output: Float64Array) => void;

/**
 * The resampler's kernels: one small instance per pair of rates, with a memory of its own that holds the table of
 * coefficients (300 kB between 44.1 and 48 kHz, at most 4 MiB) and room for one piece of sound. Any number of streams
 * share one of these.
 */
export class ResamplerKernels {
  readonly #module: WebAssembly.Module;
  readonly #shared: boolean;
  readonly #converters = new Map<string, Promise<Convert>>();

  /** `module` is the compiled `dspWasm`; `shared` says whether it is the build for shared memory. */
  constructor(module: WebAssembly.Module, shared: boolean) {
    this.#module = module;
    this.#shared = shared;
  }

  /** The kernel for a conversion, its table computed when it is first asked for. */
  converter(conversion: Conversion): Promise<Convert> {
    const key = `${conversion.step}:${conversion.phases}`;
    let converter = this.#converters.get(key);
    if (converter === undefined) {
      converter = instantiate(this.#module, this.#shared, conversion);
      this.#converters.set(key, converter);
    }
    return converter;
  }
}

async function instantiate(module: WebAssembly.Module, shared: boolean, conversion: Conversion): Promise<Convert> {
  const { phases, step, taps, rowsPerFrame, cutoff } = conversion;
  const isInterpolated = rowsPerFrame !== phases;
  const rows = isInterpolated ? rowsPerFrame + 3 : phases;
  const windowFrames = taps + INPUT_FRAMES;
  const arena = new Arena();
  const table = arena.allocate(rows * taps * 8);
  const input = arena.allocate(windowFrames * 8);
  const output = arena.allocate(OUTPUT_FRAMES * 8);
  const memory = createMemory(arena.size, shared);
  const kernels = await instantiateKernels(module, memory);
  kernels["resamplerTable"]!(table, isInterpolated ? -1 : 0, rows, rowsPerFrame, taps, cutoff, KAISER_BETA);
  const inputView = new Float64Array(memory.buffer, input, windowFrames);
  const outputView = new Float64Array(memory.buffer, output, OUTPUT_FRAMES);
  return (window, phase, frames) => {
    inputView.set(window);
    kernels["resample"]!(table, rowsPerFrame, taps, phases, step, phase, input, output, frames.length);
    frames.set(outputView.subarray(0, frames.length));
  };
}
