import { createRegistry, type Pack } from "@twobus/core/definition";
import { PlayerProcessor } from "./player-processor.ts";
import { PROCESSOR_NAME } from "./processor-name.ts";

/**
 * Makes the worklet that loads it a player: all that an application's worklet script does. Packs are needed for processors in plain
 * TypeScript alone; kernels come as compiled modules.
 */
export function servePlayer(packs: readonly Pack[] = []): void {
  const registry = createRegistry(packs);
  registerProcessor(
    PROCESSOR_NAME,
    class extends AudioWorkletProcessor {
      #processor: PlayerProcessor | undefined;
      #isOver = false;

      constructor() {
        super();
        // First the port to the Worker; then, without one, the end
        this.port.onmessage = ({ ports: [toWorker] }: MessageEvent) => {
          if (toWorker !== undefined) this.#processor = new PlayerProcessor(toWorker, registry);
          else {
            this.#isOver = true;
            this.#processor?.end();
            this.#processor = undefined;
          }
        };
      }

      // By index: destructuring makes iterators, and nothing may be made here
      process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
        const output = outputs[0]!;
        this.#processor?.process(output[0]!, output[1]!);
        return !this.#isOver;
      }
    },
  );
}
