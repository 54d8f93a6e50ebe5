/** Bounds that keep a small file from unfolding into a mix that fills the machine. */
export interface Limits {
  /** UTF-16 code units of a document's text. */
  readonly textLength: number;
  /** Arrays and objects inside one another, in JSON. */
  readonly jsonDepth: number;
  readonly nodes: number;
  readonly connections: number;
  /** Graphs inside one another, below the root graph. */
  readonly nesting: number;
  readonly automationPoints: number;
}

/** How large a document may be. Nodes, connections and points count as often as their graph is used. */
export const LIMITS: Limits = {
  textLength: 16 * 1024 * 1024,
  jsonDepth: 64,
  nodes: 50_000,
  connections: 100_000,
  nesting: 8,
  automationPoints: 1_000_000,
};
