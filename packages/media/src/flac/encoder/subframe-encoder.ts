import type { BitWriter } from "./bit-writer.ts";
import { COEFFICIENT_BITS, findPredictor } from "./linear-prediction.ts";
import { bestFixedOrder, fixedResidual, linearResidual } from "./residual.ts";
import { parameterBits, planRice, writeResidual, type RicePlan } from "./rice.ts";

/** Encodes one channel of a frame (RFC 9639, section 9.2) in the cheapest of the four ways. */
export class SubframeEncoder {
  readonly #fixed: Int32Array;
  readonly #linear: Int32Array;

  constructor(largestBlock: number) {
    this.#fixed = new Int32Array(largestBlock);
    this.#linear = new Int32Array(largestBlock);
  }

  write(writer: BitWriter, signal: Int32Array, frames: number, depth: number): void {
    if (isConstant(signal, frames)) {
      writeHeader(writer, 0);
      writer.write(signal[0]!, depth);
      return;
    }
    const width = parameterBits(depth);
    const order = bestFixedOrder(signal, frames);
    fixedResidual(signal, frames, order, this.#fixed);
    const fixed = planRice(this.#fixed, frames, order, width);
    const fixedBits = fixed.bits + order * depth;

    const predictor = findPredictor(signal, frames, depth);
    const linearOrder = predictor?.coefficients.length ?? 0;
    let linear: RicePlan | undefined;
    if (predictor !== undefined && linearResidual(signal, frames, predictor, this.#linear)) {
      linear = planRice(this.#linear, frames, linearOrder, width);
    }
    const linearBits =
      linear === undefined ? Number.POSITIVE_INFINITY : linear.bits + 9 + linearOrder * (depth + COEFFICIENT_BITS);

    if (Math.min(fixedBits, linearBits) >= frames * depth) {
      writeHeader(writer, 1);
      writePlain(writer, signal, frames, depth);
    } else if (predictor !== undefined && linear !== undefined && linearBits < fixedBits) {
      writeHeader(writer, 31 + linearOrder);
      writePlain(writer, signal, linearOrder, depth);
      writer.write(COEFFICIENT_BITS - 1, 4);
      writer.write(predictor.shift, 5);
      for (const coefficient of predictor.coefficients) writer.write(coefficient, COEFFICIENT_BITS);
      writeResidual(writer, this.#linear, frames, linearOrder, linear, width);
    } else {
      writeHeader(writer, 8 + order);
      writePlain(writer, signal, order, depth);
      writeResidual(writer, this.#fixed, frames, order, fixed, width);
    }
  }
}

/** A zero, the kind of subframe in 6 bits, and no wasted bits. */
function writeHeader(writer: BitWriter, type: number): void {
  writer.write(type << 1, 8);
}

function writePlain(writer: BitWriter, signal: Int32Array, count: number, depth: number): void {
  for (let i = 0; i < count; i++) writer.write(signal[i]!, depth);
}

function isConstant(signal: Int32Array, frames: number): boolean {
  const first = signal[0];
  for (let i = 1; i < frames; i++) if (signal[i] !== first) return false;
  return true;
}
