import type { MeterKernels } from "./kernels.ts";
import type { Measurement } from "./measurement.ts";
import { createMeter } from "./meter.ts";
import { planarBuffers, type OpenStream } from "./planar-stream.ts";

const BLOCK_FRAMES = 16384;

/** Measures a whole stream and closes it. Throws as `createMeter` does for formats that cannot be measured. */
export async function measureStream(kernels: MeterKernels, open: OpenStream): Promise<Measurement> {
  const stream = await open();
  try {
    const meter = createMeter({ kernels, ...stream.format });
    const buffers = planarBuffers(stream.format.channels, BLOCK_FRAMES);
    let frames = BLOCK_FRAMES;
    while (frames === BLOCK_FRAMES) {
      frames = await stream.read(buffers);
      meter.push(buffers, frames);
    }
    return meter.finish();
  } finally {
    await stream.close();
  }
}
