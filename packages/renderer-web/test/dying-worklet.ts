import { servePlayer } from "../src/worklet/index.ts";

/** Quanta that a processor lives: 0.8 s at 48 kHz. */
const LIFE = 300;

const register = registerProcessor;

/** A player that throws after a while. */
globalThis.registerProcessor = (name, Processor) =>
  register(
    name,
    class extends Processor {
      #quanta = 0;

      override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
        if (++this.#quanta > LIFE) throw new RangeError("planted");
        return super.process(inputs, outputs);
      }
    },
  );

servePlayer();
