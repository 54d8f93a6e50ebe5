import type { ReadBytes } from "@twobus/core";
import { dspWasm } from "@twobus/dsp";

/** The compiled kernels that meters run on. Load them once; every meter makes its own instance. */
export interface MeterKernels {
  readonly module: WebAssembly.Module;
}

/** What of the module a meter calls. Numbers are addresses, frames or Hz. */
export interface MeterExports {
  interleave(left: number, right: number, output: number, frames: number): void;
  loudnessStateBytes(): number;
  loudnessInit(state: number, sampleRate: number): void;
  loudnessProcess(state: number, input: number, frames: number): void;
  loudnessHop(state: number, sums: number): void;
  stereoSumsStateBytes(): number;
  stereoSumsProcess(state: number, input: number, frames: number): void;
  truePeakMeterStateBytes(): number;
  truePeakMeterDelayFrames(): number;
  truePeakMeterInit(state: number): void;
  truePeakMeterProcess(state: number, input: number, frames: number): void;
}

/** Compiles the kernels; `readBytes` fetches a wasm file: `readFile` of `node:fs/promises`, or `fetch` in a browser. */
export async function loadMeterKernels(readBytes: ReadBytes): Promise<MeterKernels> {
  return { module: await WebAssembly.compile(await readBytes(dspWasm.url)) };
}

export function instantiateMeter(kernels: MeterKernels, memory: WebAssembly.Memory): MeterExports {
  return new WebAssembly.Instance(kernels.module, { env: { memory } }).exports as unknown as MeterExports;
}
