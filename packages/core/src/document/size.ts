import { fault, type Problem } from "../problem.ts";
import { LIMITS } from "./limits.ts";

/**
 * Refuses a document of more nodes or connections, as written, than a mix may come to: before its records are looked at
 * one by one, and whatever shape they have.
 */
export function refuseSize(document: unknown, name: string): void {
  const problem = sizeProblem(document, name);
  if (problem !== undefined) throw fault(problem.code, problem.at, problem.message);
}

/** The one thing to say of a document that is too large, or nothing. */
export function sizeProblem(document: unknown, at: string): Problem | undefined {
  const graphs = entriesOf(fieldOf(document, "graphs"));
  for (const what of ["nodes", "connections"] as const) {
    const count = graphs.reduce<number>((sum, graph) => sum + entriesOf(fieldOf(graph, what)).length, 0);
    if (count <= LIMITS[what]) continue;
    const message = `the document holds ${count} ${what}, and ${LIMITS[what]} are the most; part it into several mixes`;
    return { code: `too-many-${what}`, at, message };
  }
  return undefined;
}

const entriesOf = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
