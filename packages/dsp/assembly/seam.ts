// Where a running mix goes over into a changed one, processors that ring on must not hear the edge: it would come out of them
// again and again. So they go on hearing what they have heard before, and that gives way to the new sound along a raised cosine.
// Newcomers have heard silence.

import { aligned, FRAME_BYTES, portAt } from "./abi";
import { QUANTUM_FRAMES, ROW_BYTES } from "./control-row";
import { cos, PI } from "./maths";

/** Of one step, in memory that the host lays out. Behind it: its own pointers while others stand in for them, then a row for each input. */
// @ts-ignore: decorator
@unmanaged
class Seam {
  /** Quanta for which only the old sound is heard. */
  wait: i32;
  /** Frames that the old sound takes to give way, and has still to go. */
  frames: i32;
  left: i32;
  /** 1 where the old sound is silence; else the host puts it in the rows before each quantum. */
  isNew: i32;
}

const POINTERS: usize = 16;

// @ts-ignore: decorator
@inline
function rowOf(seam: usize, inputs: i32, input: i32): usize {
  return seam + POINTERS + <usize>aligned(inputs << 2) + <usize>input * ROW_BYTES;
}

/** Before a step runs: lets it hear what its rows become. Where nothing gives way, rows keep what it hears, for whoever follows. */
export function enterSeam(address: usize, ports: usize, inputs: i32): void {
  const seam = changetype<Seam>(address);
  for (let i: i32 = 0; i < inputs; i++) {
    const input = portAt(ports, i);
    if (input == 0) continue;
    const row = rowOf(address, inputs, i);
    if (seam.left == 0) {
      memory.copy(row, input, ROW_BYTES);
      continue;
    }
    if (seam.isNew != 0) memory.fill(row, 0, ROW_BYTES);
    if (seam.wait == 0) giveWay(row, input, seam.frames - seam.left, seam.frames);
    store<u32>(address + POINTERS + (<usize>i << 2), <u32>input);
    store<u32>(ports + (<usize>i << 2), <u32>row);
  }
}

/** After it has run: its pointers are its own again. True at the end of the seam. */
export function leaveSeam(address: usize, ports: usize, inputs: i32): bool {
  const seam = changetype<Seam>(address);
  if (seam.left == 0) return false;
  for (let i: i32 = 0; i < inputs; i++) {
    if (portAt(ports, i) != 0) store<u32>(ports + (<usize>i << 2), load<u32>(address + POINTERS + (<usize>i << 2)));
  }
  if (seam.wait > 0) seam.wait--;
  else seam.left = max(0, seam.left - QUANTUM_FRAMES);
  return seam.left == 0;
}

function giveWay(row: usize, input: usize, done: i32, frames: i32): void {
  const perFrame = PI / <f64>frames;
  for (const end = row + ROW_BYTES; row < end; row += FRAME_BYTES) {
    done++;
    const share = f64x2.splat(0.5 - 0.5 * cos(perFrame * <f64>done));
    const old = v128.load(row);
    v128.store(row, f64x2.add(old, f64x2.mul(share, f64x2.sub(v128.load(input), old))));
    input += FRAME_BYTES;
  }
}
