/** How large a document may be. Graphs count as often as they are used, without being expanded. */
export const LIMITS = {
  /** UTF-16 code units of a document's text. */
  textLength: 16 * 1024 * 1024,
  /** Arrays and objects inside one another, in JSON. */
  jsonDepth: 64,
  nodes: 10_000,
  connections: 50_000,
  /** Graphs inside one another, below the root graph. */
  nesting: 8,
  automationPoints: 1_000_000,
} as const;
