import { FRAME_BYTES, portAt, valueOf } from "@twobus/dsp/assembly/abi";
import { toMidSide } from "@twobus/dsp/assembly/mid-side";

const MID: i32 = 1;
const SIDE: i32 = 2;

export function midSideEncoderStateBytes(parameters: usize, sampleRate: f64): i32 {
  return 0;
}

export function midSideEncoderInit(state: usize, parameters: usize, sampleRate: f64): void {}

export function midSideEncoderProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const heard = <i32>valueOf(parameters, 0);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    let frame = toMidSide(v128.load(input));
    if (heard == MID) frame = v128.shuffle<f64>(frame, frame, 0, 0);
    else if (heard == SIDE) frame = v128.shuffle<f64>(frame, frame, 1, 1);
    v128.store(output, frame);
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
