// What an AudioWorkletGlobalScope has, as far as it is used here.

declare global {
  /** Of the context, in Hz. */
  var sampleRate: number;

  abstract class AudioWorkletProcessor {
    readonly port: MessagePort;
  }

  function registerProcessor(
    name: string,
    processor: new () => AudioWorkletProcessor & {
      process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
    },
  ): void;
}

export {};
