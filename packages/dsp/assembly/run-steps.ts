// The engine's inner loop: the steps of a job, quantum by quantum. It runs in here because a call from JavaScript costs as
// much as a short kernel. Kernels of other modules are called through this module's function table, where the host puts
// them. Where it stands lies in memory, so that the host can go on after a step that it runs itself, or that trapped.

import { FRAME_BYTES, portAt } from "./abi";
import { holdPeaks, isFiniteBuffer, LEVEL_BYTES, measureLevel } from "./buffer";
import { QUANTUM_FRAMES } from "./control-row";
import { delayProcess } from "./delay";
import { mix } from "./mix";
import { enterSeam, leaveSeam } from "./seam";

const QUANTUM_BYTES: usize = <usize>QUANTUM_FRAMES * FRAME_BYTES;

/** What `runSteps` returns when all is done. */
const DONE: i32 = -1;

// Kinds of steps
const PROCESS: i32 = 0;
const MIX: i32 = 1;
const DELAY: i32 = 2;

/** The record of a job: the engine writes it, word by word in this order. */
// @ts-ignore: decorator
@unmanaged
class Job {
  /** Row of step records. */
  steps: usize;
  stepCount: i32;
  /** Row of addresses of buffer pointers that move on from quantum to quantum. */
  pointers: usize;
  pointerCount: i32;
  /** Where it stands. */
  step: i32;
  quantum: i32;
}

/** The record of a step, likewise. */
// @ts-ignore: decorator
@unmanaged
class Step {
  kind: i32;
  /** Where in the table the kernel's `process` or `follow` is; 0 for a processor that the host runs. */
  kernel: i32;
  state: usize;
  /** Row of buffer pointers: inputs, then outputs. */
  ports: usize;
  inputs: i32;
  outputs: i32;
  /** Of a mix: its entries. */
  parameters: usize;
  meters: usize;
  meterPeaks: usize;
  meterCount: i32;
  /** 1 once a processor has trapped or emitted NaN or infinity: it is never called again. */
  failed: i32;
  /** What a latent processor was given, as late as its output: a delay, and a quantum of it. */
  dryState: usize;
  dry: usize;
  /** The step of the same job that this one follows. */
  original: Step;
  /** Where its outputs' levels go; 0 where nobody looks. */
  levels: usize;
  /** How its inputs go over from one mix into another; 0 while they do not. */
  seam: usize;
}

const STEP_BYTES: usize = 64;

// @ts-ignore: decorator
@inline
function currentStep(job: Job): Step {
  return changetype<Step>(job.steps + <usize>job.step * STEP_BYTES);
}

/** Goes on until the first `quanta` quanta are done; returns −1 then, or earlier the index of a step that the host must run. */
export function runSteps(job: usize, quanta: i32): i32 {
  const state = changetype<Job>(job);
  while (state.quantum < quanta) {
    while (state.step < state.stepCount) {
      const step = currentStep(state);
      if (step.seam != 0) enterSeam(step.seam, step.ports, step.inputs);
      if (step.kind == PROCESS) {
        delayDry(step);
        if (step.failed != 0) {
          replaceOutputs(step);
          areFinite(step);
        } else if (step.kernel == 0) {
          return state.step;
        } else {
          call_indirect<void>(step.kernel, step.state, step.ports, step.parameters, step.meters, QUANTUM_FRAMES);
          checkOutputs(step);
        }
      } else if (step.kind == MIX) {
        mix(portAt(step.ports, 0), step.parameters, step.inputs, QUANTUM_FRAMES);
      } else if (step.kind == DELAY || step.kernel == 0) {
        delayProcess(step.state, portAt(step.ports, 0), portAt(step.ports, 1), QUANTUM_FRAMES);
      } else {
        follow(step, step.original);
      }
      endStep(state, step);
    }
    movePointers(state);
    state.step = 0;
    state.quantum++;
  }
  return DONE;
}

/** The host has run the step where the job stands. */
export function finishStep(job: usize): void {
  const state = changetype<Job>(job);
  const step = currentStep(state);
  checkOutputs(step);
  endStep(state, step);
}

/** The step where the job stands has thrown: its input stands in for it from now on. Returns 0 if it is no processor. */
export function failStep(job: usize): i32 {
  const state = changetype<Job>(job);
  const step = currentStep(state);
  if (step.kind != PROCESS) return 0;
  step.failed = 1;
  replaceOutputs(step);
  endStep(state, step);
  return 1;
}

// @ts-ignore: decorator
@inline
function endStep(job: Job, step: Step): void {
  if (step.seam != 0 && leaveSeam(step.seam, step.ports, step.inputs)) step.seam = 0;
  job.step++;
}

/** Part of the mix through what a processor has just done to all of it. Where that failed, the part has none of it. */
function follow(step: Step, original: Step): void {
  const input = portAt(step.ports, 0);
  const output = portAt(step.ports, 1);
  if (original.failed == 0) {
    call_indirect<void>(step.kernel, step.state, original.state, input, output, original.parameters, QUANTUM_FRAMES);
    if (isFiniteBuffer(output, QUANTUM_FRAMES) != 0) return;
  }
  memory.fill(output, 0, QUANTUM_BYTES);
}

function movePointers(job: Job): void {
  const end = job.pointers + (<usize>job.pointerCount << 2);
  for (let at = job.pointers; at < end; at += 4) {
    const pointer = <usize>load<u32>(at);
    store<u32>(pointer, load<u32>(pointer) + <u32>QUANTUM_BYTES);
  }
}

// @ts-ignore: decorator
@inline
function firstInput(step: Step): usize {
  return step.inputs > 0 ? portAt(step.ports, 0) : 0;
}

function delayDry(step: Step): void {
  if (step.dryState == 0) return;
  const input = firstInput(step);
  if (input != 0) delayProcess(step.dryState, input, step.dry, QUANTUM_FRAMES);
}

function checkOutputs(step: Step): void {
  if (areFinite(step)) {
    holdPeaks(step.meters, step.meterPeaks, step.meterCount);
    return;
  }
  step.failed = 1;
  replaceOutputs(step);
  areFinite(step);
}

/** Whether no output has a NaN or infinity. Where somebody looks, their levels are measured in the same pass. */
function areFinite(step: Step): bool {
  for (let output: i32 = 0; output < step.outputs; output++) {
    const buffer = portAt(step.ports, step.inputs + output);
    const isFinite =
      step.levels == 0
        ? isFiniteBuffer(buffer, QUANTUM_FRAMES)
        : measureLevel(buffer, step.levels + <usize>output * LEVEL_BYTES, QUANTUM_FRAMES);
    if (isFinite == 0) return false;
  }
  return true;
}

/** Every output becomes the first input, as late as the processor was; silence where nothing is connected. */
function replaceOutputs(step: Step): void {
  const input = firstInput(step);
  const dry = input != 0 && step.dryState != 0 ? step.dry : input;
  const end = step.inputs + step.outputs;
  for (let port = step.inputs; port < end; port++) {
    const output = portAt(step.ports, port);
    if (dry == 0) memory.fill(output, 0, QUANTUM_BYTES);
    else memory.copy(output, dry, QUANTUM_BYTES);
  }
}
