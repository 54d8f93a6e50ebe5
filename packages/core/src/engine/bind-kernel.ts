import type { KernelExports, KernelFunction } from "@twobus/dsp";

/** A kernel's entry points, as `dsp/assembly/abi.ts` describes them. */
export interface Kernel {
  stateBytes(parameters: number, sampleRate: number): number;
  init(state: number, parameters: number, sampleRate: number): void;
  process(state: number, ports: number, parameters: number, meters: number, frames: number): void;
  /** Moves what moves by itself so many frames on; absent where nothing does. */
  advance?(state: number, parameters: number, frames: number): void;
  /** Prepares for parts that follow. */
  record?(state: number): void;
  /** Does to a part of the input what was done to the whole; absent where a kernel cannot say. */
  follow?(follow: number, state: number, input: number, output: number, parameters: number, frames: number): void;
}

/** What has been looked up: a plan has many processors of few kinds. */
const bound = new WeakMap<KernelExports, Map<string, Kernel>>();

/** Looks a kernel up among a module's exports. Throws a RangeError that names the entry point that is missing. */
export function bindKernel(exports: KernelExports, name: string): Kernel {
  const known = bound.get(exports) ?? new Map<string, Kernel>();
  bound.set(exports, known);
  const kernel = known.get(name) ?? lookUp(exports, name);
  known.set(name, kernel);
  return kernel;
}

function lookUp(exports: KernelExports, name: string): Kernel {
  const entry = (suffix: string): KernelFunction => {
    const found = exports[name + suffix];
    if (found === undefined) throw new RangeError(`the module exports no ${name + suffix}`);
    return found;
  };
  const optional = (key: "advance" | "record" | "follow", suffix: string): Partial<Kernel> => {
    const found = exports[name + suffix];
    return found === undefined ? {} : { [key]: found };
  };
  return {
    stateBytes: entry("StateBytes"),
    init: entry("Init"),
    process: entry("Process"),
    ...optional("advance", "Advance"),
    ...optional("record", "Record"),
    ...optional("follow", "Follow"),
  };
}
