/** Passes on what it hears. Once asked for it, says when it next hears a sound after silence. */
class Ear extends AudioWorkletProcessor {
  #isListening = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#isListening = true;
    };
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    for (const [side, samples] of input!.entries()) {
      output![side]?.set(samples);
      if (this.#isListening && samples.some((sample) => sample !== 0)) {
        this.#isListening = false;
        this.port.postMessage("sound");
      }
    }
    return true;
  }
}

registerProcessor("ear", Ear);
