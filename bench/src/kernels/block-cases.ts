import { QUANTUM } from "@twobus/core";
import { dspWasm, FRAME_BYTES, instantiateKernels, OVERSAMPLING_FACTORS, type KernelExports } from "@twobus/dsp";
import { SAMPLE_RATE } from "../session/topology.ts";
import { compiled } from "./compiled.ts";
import type { KernelCase } from "./kernel-case.ts";
import { createKernelMemory, overLoop, type KernelMemory } from "./kernel-memory.ts";
import { STUDY, type StudyFigure } from "./study.ts";

type Build = (kernels: KernelExports, place: KernelMemory) => (input: number) => void;

/** Building blocks that run outside of nodes, or inside of many. */
export const blockCases: readonly KernelCase[] = [
  blockCase("Mix, 1 input", mixOf(1), STUDY.mixOne),
  blockCase("Mix, 6 inputs", mixOf(6), STUDY.mixSix),
  blockCase("Mix, 32 inputs", mixOf(32)),
  blockCase("Compensating delay, 100 frames", (kernels, { allocate }) => {
    const state = allocate(kernels["delayStateBytes"]!(100));
    const output = allocate(QUANTUM * FRAME_BYTES);
    kernels["delayInit"]!(state, 100);
    return (input) => kernels["delayProcess"]!(state, input, output, QUANTUM);
  }),
  blockCase("Check for NaN and infinity", (kernels) => (input) => kernels["isFiniteBuffer"]!(input, QUANTUM)),
  ...OVERSAMPLING_FACTORS.filter((factor) => factor > 1).map((factor) =>
    blockCase(`Oversampling up and down, ${factor}×`, oversamplingBy(factor)),
  ),
  blockCase("Loudness meter", (kernels, { allocate }) => {
    const state = allocate(kernels["loudnessStateBytes"]!());
    kernels["loudnessInit"]!(state, SAMPLE_RATE);
    return (input) => kernels["loudnessProcess"]!(state, input, QUANTUM);
  }),
  blockCase("True-peak meter", (kernels, { allocate }) => {
    const state = allocate(kernels["truePeakMeterStateBytes"]!());
    kernels["truePeakMeterInit"]!(state);
    return (input) => kernels["truePeakMeterProcess"]!(state, input, QUANTUM);
  }),
];

function blockCase(name: string, build: Build, study?: StudyFigure): KernelCase {
  return {
    name,
    ...(study === undefined ? {} : { study }),
    prepare: async () => {
      const place = createKernelMemory();
      const module = await compiled(dspWasm.url);
      return overLoop(place, build(await instantiateKernels(module, place.memory), place));
    },
  };
}

const MIX_ENTRY_BYTES = 48;

/** Sums quanta of the loop that follow each other. */
function mixOf(inputs: number): Build {
  return (kernels, { memory, allocate, inputAt }) => {
    const table = allocate(inputs * MIX_ENTRY_BYTES);
    const output = allocate(QUANTUM * FRAME_BYTES);
    const pointers = new Uint32Array(memory.buffer, table, (inputs * MIX_ENTRY_BYTES) / 4);
    for (let entry = 0; entry < inputs; entry++) {
      pointers[(entry * MIX_ENTRY_BYTES) / 4] = inputAt(entry);
      new Float64Array(memory.buffer, table + entry * MIX_ENTRY_BYTES + 16, 4).fill(0.5);
    }
    return (input) => {
      pointers[0] = input;
      kernels["mix"]!(output, table, inputs, QUANTUM);
    };
  };
}

function oversamplingBy(factor: number): Build {
  return (kernels, { allocate }) => {
    const state = allocate(kernels["oversamplingStateBytes"]!(factor));
    const output = allocate(QUANTUM * FRAME_BYTES);
    kernels["oversamplingInit"]!(state, factor, 0, kernels["firstPairsFor"]!(48_000));
    return (input) => {
      kernels["oversampleUp"]!(state, input, QUANTUM);
      kernels["oversampleDown"]!(state, output, QUANTUM);
    };
  };
}
