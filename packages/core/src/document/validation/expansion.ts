import type { Problem } from "../../problem.ts";
import { splitParameterAddress } from "../address.ts";
import { nestedGraphs, type NestedGraphs } from "../exposed.ts";
import { LIMITS } from "../limits.ts";
import { components, loops, loopText } from "../loops.ts";
import { listed } from "../names.ts";
import type { GraphId, MixDocument } from "../types.ts";

/** What unfolds: a mix, or a chain, whose root graph is one too. */
type Content = Pick<MixDocument, "root" | "graphs" | "automation">;

/** How often a graph stands in the mix, how far below the root, and in which graph it stands there. */
interface Use {
  readonly copies: number;
  readonly depth: number;
  readonly within: GraphId | undefined;
}

/**
 * How often each graph that the root reaches is used, by multiplication: nothing is expanded, so a document that
 * would grow beyond all memory costs no more than another. The graphs must not contain themselves.
 */
function usesOf(root: GraphId, nested: NestedGraphs): ReadonlyMap<GraphId, Use> {
  const outermostFirst = components([root], nested).flat().toReversed();
  const uses = new Map<GraphId, Use>([[root, { copies: 1, depth: 0, within: undefined }]]);
  for (const id of outermostFirst) {
    const { copies, depth } = uses.get(id)!;
    for (const inner of nested(id)) {
      const known = uses.get(inner) ?? { copies: 0, depth: 0, within: undefined };
      const deepest = depth < known.depth ? known : { depth: depth + 1, within: id };
      uses.set(inner, { ...deepest, copies: known.copies + copies });
    }
  }
  return uses;
}

/** Graphs that contain themselves, and sizes beyond the limits once every graph stands wherever it is used. */
export function expansionProblems(document: Content, nested: NestedGraphs = nestedGraphs(document)): Problem[] {
  const circles = loops(Object.keys(document.graphs), nested);
  if (circles.length > 0) {
    return circles.map((circle) => ({
      code: "graph-contains-itself",
      at: circle[0]!,
      message: `a graph cannot contain itself: ${loopText(circle)}; take one of these nodes away`,
    }));
  }
  if (!Object.hasOwn(document.graphs, document.root)) return [];
  const uses = usesOf(document.root, nested);
  const points = automationPoints(document);
  const countIn = (what: string, most: number, size: (graph: GraphId) => number): Problem[] =>
    tooMany(
      document.root,
      what,
      most,
      [...uses].map(([graph, { copies }]) => ({ graph, copies, size: size(graph) })),
    );
  return [
    ...tooDeep(document.root, uses),
    ...countIn("nodes", LIMITS.nodes, (graph) => Object.keys(document.graphs[graph]!.nodes).length),
    ...countIn("connections", LIMITS.connections, (graph) => document.graphs[graph]!.connections.length),
    ...countIn("automation points", LIMITS.automationPoints, (graph) => points.get(graph) ?? 0),
  ];
}

function automationPoints(document: Content): Map<GraphId, number> {
  const counts = new Map<GraphId, number>();
  for (const [address, { points }] of Object.entries(document.automation)) {
    const { graph } = splitParameterAddress(address);
    counts.set(graph, (counts.get(graph) ?? 0) + points.length);
  }
  return counts;
}

interface Share {
  readonly graph: GraphId;
  readonly copies: number;
  readonly size: number;
}

function tooMany(at: GraphId, what: string, most: number, shares: readonly Share[]): Problem[] {
  const total = shares.reduce((sum, { copies, size }) => sum + copies * size, 0);
  if (total <= most) return [];
  const largest = shares
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.copies * b.size - a.copies * a.size)
    .map(({ graph, copies, size }) => `${graph} (${size} × ${copies})`);
  return [
    {
      code: `too-many-${what.replace(" ", "-")}`,
      at,
      message: `the mix comes to ${total} ${what}, and ${most} are the most; they are in the graphs ${listed(largest)}`,
    },
  ];
}

function tooDeep(root: GraphId, uses: ReadonlyMap<GraphId, Use>): Problem[] {
  const [deepest, { depth }] = [...uses].reduce((a, b) => (b[1].depth > a[1].depth ? b : a));
  if (depth <= LIMITS.nesting) return [];
  const path: GraphId[] = [];
  for (let id: GraphId | undefined = deepest; id !== undefined; id = uses.get(id)!.within) path.push(id);
  return [
    {
      code: "nested-too-deep",
      at: root,
      message: `graphs stand ${depth} deep in one another, and ${LIMITS.nesting} is the most: ${listed(path.toReversed())}`,
    },
  ];
}
