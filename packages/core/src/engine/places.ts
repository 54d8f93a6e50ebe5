/** Addresses of one job. */
export interface JobLayout {
  readonly locals: readonly number[];
  /** The job's own record, and the row of pointers in it that move on. */
  readonly record: number;
  readonly pointers: number;
  readonly steps: readonly StepLayout[];
}

/** Addresses of one step; 0 where it has none. */
export interface StepLayout {
  /** What `dsp/assembly/run-steps.ts` calls a step; those of a job stand in a row. */
  readonly record: number;
  readonly state: number;
  readonly stateBytes: number;
  /** Buffer pointers: inputs, then outputs. */
  readonly ports: number;
  /** Of a mix: its entries. */
  readonly parameters: number;
  readonly meters: number;
  /** The highest value that each meter has shown. */
  readonly meterPeaks: number;
  /** What a latent processor was given, as late as its output; then a quantum of it. */
  readonly dryState: number;
  readonly dry: number;
  /** What its outputs' levels are written to, one row of peak and mean square each; 0 where nobody looks. */
  readonly levels: number;
  /** How its inputs go over from one mix into another, as `dsp/assembly/seam.ts` lays it out; 0 where they never do. */
  readonly seam: number;
}
