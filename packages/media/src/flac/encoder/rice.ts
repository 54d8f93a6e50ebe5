import type { BitWriter } from "./bit-writer.ts";

const HIGHEST_PARTITION_ORDER = 6;

/** Rice parameters for 2^`partitionOrder` partitions, and the bits that they lead to (never fewer than it will be). */
export interface RicePlan {
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

/** Parameters are 4 bits wide up to 16 bits per sample, 5 beyond; the largest one is an escape. */
export function parameterBits(depth: number): 4 | 5 {
  return depth <= 16 ? 4 : 5;
}

/** Finds the cheapest partition of `residual[order…frames)`: sums of the finest one, then of ever larger pairs. */
export function planRice(residual: Int32Array, frames: number, order: number, width: 4 | 5): RicePlan {
  let partitionOrder = finestPartition(frames, order);
  let sums = partitionSums(residual, frames, order, partitionOrder);
  let best = planPartitions(sums, frames, order, partitionOrder, width);
  while (partitionOrder > 0) {
    partitionOrder--;
    sums = Float64Array.from({ length: sums.length / 2 }, (_, i) => sums[2 * i]! + sums[2 * i + 1]!);
    const plan = planPartitions(sums, frames, order, partitionOrder, width);
    if (plan.bits <= best.bits) best = plan;
  }
  return best;
}

/** Writes a residual (RFC 9639, section 9.2.7). */
export function writeResidual(
  writer: BitWriter,
  residual: Int32Array,
  frames: number,
  order: number,
  plan: RicePlan,
  width: 4 | 5,
): void {
  writer.write(width === 4 ? 0 : 1, 2);
  writer.write(plan.partitionOrder, 4);
  const length = frames >> plan.partitionOrder;
  plan.parameters.forEach((parameter, index) => {
    writer.write(parameter, width);
    writer.writeRice(residual, index === 0 ? order : index * length, (index + 1) * length, parameter);
  });
}

function finestPartition(frames: number, order: number): number {
  let partitionOrder = 0;
  while (
    partitionOrder < HIGHEST_PARTITION_ORDER &&
    frames % (2 << partitionOrder) === 0 &&
    frames >> (partitionOrder + 1) > order
  ) {
    partitionOrder++;
  }
  return partitionOrder;
}

function partitionSums(residual: Int32Array, frames: number, order: number, partitionOrder: number): Float64Array {
  const length = frames >> partitionOrder;
  return Float64Array.from({ length: 1 << partitionOrder }, (_, partition) => {
    let sum = 0;
    for (let i = partition === 0 ? order : partition * length; i < (partition + 1) * length; i++) {
      const value = residual[i]!;
      sum += ((value << 1) ^ (value >> 31)) >>> 0;
    }
    return sum;
  });
}

function planPartitions(
  sums: Float64Array,
  frames: number,
  order: number,
  partitionOrder: number,
  width: 4 | 5,
): RicePlan {
  const length = frames >> partitionOrder;
  const parameters: number[] = [];
  let bits = 6 + width * sums.length;
  sums.forEach((sum, partition) => {
    const count = partition === 0 ? length - order : length;
    const parameter = bestParameter(sum, count, width);
    parameters.push(parameter);
    bits += riceBits(sum, count, parameter);
  });
  return { partitionOrder, parameters, bits };
}

/** The cost is convex in the parameter: the search climbs until it rises. */
function bestParameter(sum: number, count: number, width: 4 | 5): number {
  const highest = (1 << width) - 2;
  let parameter = 0;
  while (parameter < highest && riceBits(sum, count, parameter + 1) < riceBits(sum, count, parameter)) parameter++;
  return parameter;
}

function riceBits(sum: number, count: number, parameter: number): number {
  return count * (parameter + 1) + Math.floor(sum / (1 << parameter));
}
