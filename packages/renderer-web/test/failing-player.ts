import { servePlayer } from "../src/worklet/index.ts";

/** Quanta of sound until it fails: 0.8 s at 48 kHz. */
const LIFE = 300;

/** Serves a player to which something happens after a while. */
export function servePlayerThat(fails: () => void): void {
  const register = registerProcessor;
  globalThis.registerProcessor = (name, Processor) =>
    register(
      name,
      class extends Processor {
        #quanta = 0;

        override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
          const goesOn = super.process(inputs, outputs);
          if (outputs[0]![0]![0] !== 0 && ++this.#quanta === LIFE) fails();
          return goesOn;
        }
      },
    );
  servePlayer();
}
