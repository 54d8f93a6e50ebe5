import { nodeAddress, splitEndpoint } from "../document/address.ts";
import { isUnresolved, parametersOf } from "../document/exposed.ts";
import { freeId, own } from "../document/names.ts";
import { portsOf } from "../document/ports.ts";
import { graphSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import { CHAIN_TYPE, type GraphId, type GraphRecord, type NodeId, type NodeRecord } from "../document/types.ts";
import { upgradeNodes } from "../document/upgrade-nodes.ts";
import { validateMix } from "../document/validate.ts";
import { nestedGraphFault } from "../document/validation/nodes.ts";
import { TwobusError } from "../problem.ts";
import { draftOf, nodeIn, refuse, type Edit, type Performers } from "./edit.ts";
import { forgetConnections, forgetParameters } from "./forget.ts";

/**
 * `addGraph` makes a free id from the wish `id` and returns it; without `content` sound goes straight through. Nodes
 * of older versions are brought to the present ones. `setNodeGraph` gives a strip its insert chain, or a chain node
 * what it contains; `null` takes a strip's chain off. Connections to ports and values of parameters that are no
 * longer there go.
 */
export type GraphCommand =
  | { readonly kind: "addGraph"; readonly id: string; readonly content?: GraphRecord }
  | {
      readonly kind: "setNodeGraph";
      readonly graph: GraphId;
      readonly node: NodeId;
      readonly nodeGraph: GraphId | null;
    };

export const graphCommands: Performers<GraphCommand> = {
  addGraph({ document, draft, registry }, { id: wish, content }) {
    const id = freeId(document.graphs, wish, "graph");
    const graph = checkShape(graphSchema, content ?? straightThrough(), id);
    const { document: next } = upgradeNodes({ ...document, graphs: { ...document.graphs, [id]: graph } }, registry);
    const problems = validateMix(next, registry).problems.filter(({ at }) => at.split(/[/.]/)[0] === id);
    if (problems.length > 0) throw new TwobusError(problems);
    draft.graphs[id] = next.graphs[id]!;
    return id;
  },

  setNodeGraph(edit, { graph, node: id, nodeGraph }) {
    const node = nodeIn(edit.document, graph, id);
    const { graph: _before, ...rest } = node;
    const next: NodeRecord = nodeGraph === null ? rest : { ...rest, graph: nodeGraph };
    refuse(nodeAddress(graph, id), nestedGraphFault(next, edit.document, edit.registry));
    forgetPorts(edit, graph, id, next);
    forgetValues(edit, graph, id, node, next);
    if (nodeGraph === null) delete draftOf(edit, graph, id).graph;
    else draftOf(edit, graph, id).graph = nodeGraph;
  },
};

function straightThrough(): GraphRecord {
  return {
    interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
    nodes: {},
    connections: [{ from: "in.main", to: "out.main" }],
  };
}

function forgetPorts(edit: Edit, graph: GraphId, id: NodeId, next: NodeRecord): void {
  const ports = portsOf(next, edit.document, edit.registry);
  if (ports === undefined) return;
  forgetConnections(edit, graph, (from, to) => {
    const [start, end] = [splitEndpoint(from), splitEndpoint(to)];
    return (
      (start.node === id && own(ports.outputs, start.port) === undefined) ||
      (end.node === id && own(ports.inputs, end.port) === undefined)
    );
  });
}

/** What a chain node is given stays when the parameter of that name is the very same before and after. */
function forgetValues(edit: Edit, graph: GraphId, id: NodeId, node: NodeRecord, next: NodeRecord): void {
  if (node.type !== CHAIN_TYPE) return;
  const { document, registry } = edit;
  const before = parametersOf(node, document, registry) ?? {};
  const after = parametersOf(next, document, registry) ?? {};
  const isGone = (param: string): boolean =>
    !isUnresolved(next, document, after, param) &&
    (!Object.hasOwn(after, param) || JSON.stringify(after[param]) !== JSON.stringify(own(before, param)));
  forgetParameters(edit, graph, id, isGone);
  const { params } = draftOf(edit, graph, id);
  for (const param of Object.keys(node.params)) if (isGone(param)) delete params[param];
}
