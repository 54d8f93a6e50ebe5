import { FRAME_BYTES, portAt, valueOf } from "@twobus/dsp/assembly/abi";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";

const MID: i32 = 1;
const SIDE: i32 = 2;

export function midSideDecoderStateBytes(parameters: usize, sampleRate: f64): i32 {
  return 0;
}

export function midSideDecoderInit(state: usize, parameters: usize, sampleRate: f64): void {}

export function midSideDecoderProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const used = <i32>valueOf(parameters, 0);
  const mid: f64 = used == SIDE ? 0.0 : 1.0;
  const shares = f64x2.replace_lane(f64x2.splat(mid), 1, used == MID ? 0.0 : 1.0);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    v128.store(output, toLeftRight(f64x2.mul(v128.load(input), shares)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
