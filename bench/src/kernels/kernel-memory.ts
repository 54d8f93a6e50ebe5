import { Arena, createMemory, FRAME_BYTES } from "@twobus/dsp";
import { QUANTUM } from "@twobus/core";
import { createNoise } from "../session/recordings.ts";
import { SAMPLE_RATE } from "../session/topology.ts";

const LOOP_QUANTA = SAMPLE_RATE / QUANTUM;
const MEMORY_BYTES = 64 << 20;

/** Memory of a kernel that is timed: a second of sound that it hears over and over, and places for all else. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  /** Address of a quantum of the loop, `ahead` quanta after the first one. */
  inputAt(quantum: number): number;
}

export function createKernelMemory(): KernelMemory {
  const memory = createMemory(MEMORY_BYTES, false);
  const arena = new Arena();
  const loop = arena.allocate(SAMPLE_RATE * FRAME_BYTES);
  fillLoop(new Float64Array(memory.buffer, loop, SAMPLE_RATE * 2));
  return {
    memory,
    allocate: (bytes) => arena.allocate(bytes),
    inputAt: (quantum) => loop + (quantum % LOOP_QUANTA) * QUANTUM * FRAME_BYTES,
  };
}

/** Four strokes of noise that decay from full scale, so that thresholds are crossed both ways. */
function fillLoop(samples: Float64Array): void {
  const noise = createNoise(1);
  for (let index = 0; index < samples.length; index++) {
    const decay = 1 - (((4 * index) / samples.length) % 1);
    samples[index] = decay * decay * noise();
  }
}

/** Calls `process` once per quantum with the address of its input, across calls of what it returns. */
export function overLoop({ inputAt }: KernelMemory, process: (input: number) => void): (frames: number) => void {
  let quantum = 0;
  return (frames) => {
    for (const end = quantum + frames / QUANTUM; quantum < end; quantum++) process(inputAt(quantum));
  };
}
