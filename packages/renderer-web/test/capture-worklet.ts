/** Keeps what it hears, and passes it on. */
class Capture extends AudioWorkletProcessor {
  #blocks: [Float32Array, Float32Array][] = [];

  constructor() {
    super();
    this.port.onmessage = () => {
      const join = (side: 0 | 1): Float32Array => {
        const whole = new Float32Array(this.#blocks.length * 128);
        this.#blocks.forEach((block, index) => whole.set(block[side], 128 * index));
        return whole;
      };
      this.port.postMessage([join(0), join(1)]);
      this.#blocks = [];
    };
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [left, right = left] = input!;
    if (left === undefined) return true;
    this.#blocks.push([left.slice(), right!.slice()]);
    output![0]!.set(left);
    output![1]?.set(right!);
    return true;
  }
}

registerProcessor("capture", Capture);
