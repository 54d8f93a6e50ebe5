// What an AudioWorkletGlobalScope has, as far as it is used here.

/** Of the context, in Hz. */
declare var sampleRate: number;

/** The frame at which the quantum that is being made begins. */
declare var currentFrame: number;

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare function registerProcessor(
  name: string,
  processor: new () => AudioWorkletProcessor & {
    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
  },
): void;
