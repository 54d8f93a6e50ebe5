import { servePlayer } from "../src/worklet/index.ts";

/** Quanta for which a processor sounds: 0.8 s at 48 kHz. */
const LIFE = 300;

const register = registerProcessor;

/** A player that throws after a while. */
globalThis.registerProcessor = (name, Processor) =>
  register(
    name,
    class extends Processor {
      #quanta = 0;

      override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
        const goesOn = super.process(inputs, outputs);
        if (outputs[0]![0]![0] !== 0 && ++this.#quanta > LIFE) throw new RangeError("planted");
        return goesOn;
      }
    },
  );

servePlayer();
