/** What a processor of a mix takes on this machine, in this browser. */
export interface NodeFigures {
  /** How late its output is. */
  readonly latencySamples: number;
  /** Per stereo frame, alone on one core. */
  readonly nanosecondsPerFrame: number;
  /** Of what one core does in real time: 1 is all of it. */
  readonly coreShare: number;
}
