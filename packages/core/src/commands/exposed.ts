import { parameterAddress } from "../document/address.ts";
import { exposedParameters, shownNames } from "../document/exposed.ts";
import { listed, own } from "../document/names.ts";
import { exposedSchema, idSchema, meterSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { ExposedParameter, GraphId, GraphInterface, MixDocument } from "../document/types.ts";
import { exposedFaults, meterFault } from "../document/validation/interface.ts";
import { fault } from "../problem.ts";
import { graphIn, moveKey, refuse, type Edit, type Performers } from "./edit.ts";
import { chainNodesOf } from "./forget.ts";
import { keepWhatFits } from "./keep-what-fits.ts";
import { retarget, retargetMeters } from "./targets.ts";
import { withGraph, without } from "./unused-graphs.ts";

/**
 * What a graph shows where it stands as a chain node. `setExposed` shows a parameter, or changes what it drives and its range;
 * `null` hides it. `renameExposed` keeps values, automation and whatever drives it. `orderExposed` names those that stand
 * first. `setExposedMeter` shows `node.meter` or `node.plot`; `null` hides it.
 */
export type ExposedCommand =
  | {
      readonly kind: "setExposed";
      readonly graph: GraphId;
      readonly name: string;
      readonly exposed: ExposedParameter | null;
    }
  | { readonly kind: "renameExposed"; readonly graph: GraphId; readonly name: string; readonly to: string }
  | { readonly kind: "orderExposed"; readonly graph: GraphId; readonly names: readonly string[] }
  | {
      readonly kind: "setExposedMeter";
      readonly graph: GraphId;
      readonly name: string;
      readonly target: string | null;
    };

export const exposedCommands: Performers<ExposedCommand> = {
  setExposed(edit, { graph, name, exposed }) {
    const { document, draft, registry } = edit;
    const { params } = graphIn(document, graph).interface;
    const at = `${graph}.${name}`;
    const shown = draft.graphs[graph]!.interface;
    if (exposed === null) {
      parameterOf(document, graph, name);
      changed(edit, graph, { params: without(params, name) });
      delete shown.params[name];
      putInOrder(
        shown,
        shown.order?.filter((other) => other !== name),
      );
      return;
    }
    const checked = checkShape(exposedSchema, exposed, at);
    checkShape(idSchema, name, at);
    const subject = { document, registry, exposed: exposedParameters(document, registry, [graph]) };
    refuse(at, exposedFaults(subject, graphIn(document, graph), checked)[0]);
    changed(edit, graph, { params: { ...params, [name]: checked } });
    shown.params[name] = checked;
  },

  renameExposed({ document, draft }, { graph, name, to }) {
    const exposed = parameterOf(document, graph, name);
    const at = `${graph}.${name}`;
    checkShape(idSchema, to, at);
    if (to === name) return;
    const shown = draft.graphs[graph]!.interface;
    if (Object.hasOwn(shown.params, to)) throw fault("taken-id", at, `there is a parameter ${to} already`);
    delete shown.params[name];
    shown.params[to] = exposed;
    putInOrder(
      shown,
      shown.order?.map((other) => (other === name ? to : other)),
    );
    for (const user of chainNodesOf(document, graph)) {
      const { params } = draft.graphs[user.graph]!.nodes[user.node]!;
      moveKey(params, name, to);
      moveKey(
        draft.automation,
        parameterAddress(user.graph, user.node, name),
        parameterAddress(user.graph, user.node, to),
      );
      retarget(draft.graphs[user.graph]!.interface, (target) => [
        target === `${user.node}.${name}` ? `${user.node}.${to}` : target,
      ]);
    }
  },

  orderExposed({ document, draft }, { graph, names }) {
    for (const name of names) parameterOf(document, graph, name);
    putInOrder(draft.graphs[graph]!.interface, [...new Set(names)]);
  },

  setExposedMeter({ document, draft, registry }, { graph, name, target }) {
    const record = graphIn(document, graph);
    const at = `${graph}.${name}`;
    const shown = draft.graphs[graph]!.interface;
    if (target === null) {
      if (own(record.interface.meters ?? {}, name) === undefined) refuse(at, unknownMeter(record.interface));
      delete shown.meters![name];
      for (const user of chainNodesOf(document, graph)) {
        retargetMeters(draft.graphs[user.graph]!.interface, (shownBy) =>
          shownBy === `${user.node}.${name}` ? [] : [shownBy],
        );
      }
      return;
    }
    checkShape(idSchema, name, at);
    const checked = checkShape(meterSchema, target, at);
    refuse(at, meterFault({ document, registry }, record, checked));
    shown.meters = { ...shown.meters, [name]: checked };
  },
};

function parameterOf(document: MixDocument, graph: GraphId, name: string): ExposedParameter {
  const shown = graphIn(document, graph).interface;
  const exposed = own(shown.params, name);
  if (exposed !== undefined) return exposed;
  const message = `the graph shows no parameter ${name}; it shows ${listed(shownNames(shown))}`;
  throw fault("unknown-parameter", `${graph}.${name}`, message);
}

function unknownMeter({ meters = {} }: GraphInterface): { code: string; message: string } {
  return { code: "unknown-meter", message: `there is no such meter; the graph shows ${listed(Object.keys(meters))}` };
}

/** What chain nodes of the graph were given stays where it is legal for what the graph will show. */
function changed(edit: Edit, graph: GraphId, shown: Partial<GraphInterface>): void {
  const { document } = edit;
  const record = document.graphs[graph]!;
  const after = withGraph(document, graph, { ...record, interface: { ...record.interface, ...shown } });
  keepWhatFits(edit, chainNodesOf(document, graph), after);
}

function putInOrder(shown: GraphInterface, order: string[] | undefined): void {
  if (order === undefined || order.length === 0) delete shown.order;
  else shown.order = order;
}
