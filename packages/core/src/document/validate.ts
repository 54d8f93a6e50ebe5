import type { Registry } from "../definition/pack.ts";
import type { Problem } from "../problem.ts";
import { exposedParameters, nestedGraphs, type NestedGraphs } from "./exposed.ts";
import { reached } from "./loops.ts";
import { listed, own } from "./names.ts";
import { sizeProblem } from "./size.ts";
import type { GraphId, MixDocument } from "./types.ts";
import { checkAutomation } from "./validation/automation.ts";
import { checkConnections } from "./validation/connections.ts";
import { expansionProblems } from "./validation/expansion.ts";
import { Findings, type Subject, type Validation } from "./validation/findings.ts";
import { checkInterface } from "./validation/interface.ts";
import { checkNode } from "./validation/nodes.ts";
import { checkUnknownFields } from "./validation/unknown-fields.ts";
import { checkDirectTracks, checkHeard, checkLoops, routesOf } from "./validation/routes.ts";

/**
 * What is wrong with a mix: `problems` keep it from sounding, `warnings` are legal but probably not meant. Addresses
 * are `graph`, `graph/node`, `graph/node.param` or `graph/node.port → node.port`. The document has the right shape,
 * as `parseMix` and commands leave it. Time grows with the size of the document as written, never as expanded.
 */
export function validateMix(document: MixDocument, registry: Registry): Validation {
  const oversize = sizeProblem(document, document.root);
  if (oversize !== undefined) return { problems: [oversize], warnings: [] };
  const nested = nestedGraphs(document);
  const exposed = exposedParameters(document, registry, Object.keys(document.graphs), nested);
  const subject: Subject = { document, registry, exposed };
  const findings = new Findings();
  checkUnknownFields(document, findings);
  checkRoot(document, findings);
  for (const id of Object.keys(document.graphs)) checkGraph(subject, id, findings);
  checkAutomation(subject, findings);
  for (const problem of expansionProblems(document, nested)) findings.problem(problem.at, problem);
  checkGraphsUsed(document, nested, findings);
  return findings;
}

/** What is wrong inside one graph, as far as that is known without a look at how large the mix is. */
export function graphProblems(document: MixDocument, registry: Registry, id: GraphId): readonly Problem[] {
  const findings = new Findings();
  checkRoot(document, findings);
  checkGraph({ document, registry, exposed: exposedParameters(document, registry, [id]) }, id, findings);
  return findings.problems;
}

function checkGraph(subject: Subject, id: GraphId, findings: Findings): void {
  const graph = subject.document.graphs[id]!;
  for (const [nodeId, node] of Object.entries(graph.nodes)) checkNode(subject, id, nodeId, node, findings);
  checkInterface(subject, id, graph, findings);
  checkConnections(subject, id, graph, findings);
  const routes = routesOf(graph.connections);
  checkLoops(id, graph, routes, findings);
  checkHeard(id, graph, routes, findings);
  if (id === subject.document.root) checkDirectTracks(subject, graph, routes, findings);
}

function checkRoot({ root, graphs }: MixDocument, findings: Findings): void {
  const graph = own(graphs, root);
  if (graph === undefined) {
    const message = `the root graph ${root} is not there; name one of ${listed(Object.keys(graphs))}`;
    findings.problem("root", { code: "unknown-graph", message });
  } else if (!Object.hasOwn(graph.interface.outputs, "main")) {
    const message = "the root graph needs an output main: the mix is what arrives there";
    findings.problem(root, { code: "root-without-main", message });
  }
}

function checkGraphsUsed(document: MixDocument, nested: NestedGraphs, findings: Findings): void {
  const pinned = Object.values(document.graphs).flatMap(({ nodes }) =>
    Object.values(nodes).flatMap((node) => node.pinned ?? []),
  );
  const used = reached([document.root, ...pinned], nested);
  for (const id of Object.keys(document.graphs)) {
    const message = "no node of the mix uses this graph, so it is not heard; use it or take it away";
    if (!used.has(id)) findings.warning(id, { code: "not-heard", message });
  }
}
