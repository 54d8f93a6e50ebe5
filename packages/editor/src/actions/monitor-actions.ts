import { rawScopeOf } from "../monitor/raw-scope.ts";
import type { Action, ActionScope } from "./action.ts";

/** Keys that are held for so long are let go of to hear again what was heard before. */
const MOMENTARY_MS = 400;

/** How the mix is listened to; it stays as it is. */
export const MONITOR_ACTIONS: readonly Action[] = [
  {
    id: "raw",
    name: "Hear it raw from here on",
    group: "Listen",
    words: ["bypass", "scope", "downstream", "dry", "without", "processing", "compare"],
    keys: ["Shift+B"],
    on: ["strip", "node", "canvas"],
    isPossible: ({ monitor, record }) => monitor?.onRaw !== undefined && Object.keys(record.nodes).length > 0,
    run: toggleRaw,
    onLetGo: (scope, heldMs) => {
      if (heldMs >= MOMENTARY_MS) toggleRaw(scope);
    },
  },
  {
    id: "difference",
    name: "Hear the difference it makes",
    group: "Listen",
    words: ["delta", "compare", "input", "output"],
    keys: ["D"],
    // While a knob of it has the focus, too.
    reach: "page",
    on: ["strip", "node"],
    isPossible: ({ monitor, node }) =>
      monitor?.onDifference !== undefined && (node !== undefined || monitor.difference !== undefined),
    run: toggleDifference,
    onLetGo: (scope, heldMs) => {
      if (heldMs >= MOMENTARY_MS && scope.monitor?.difference !== undefined) toggleDifference(scope);
    },
  },
];

function toggleDifference({ session, record, node, monitor, canvas }: ActionScope): void {
  const isHeard = monitor?.difference !== undefined;
  monitor?.onDifference?.(isHeard ? undefined : [...session.getState().path, node!].join("/"));
  canvas.say(isHeard ? "heard as it is" : `heard: the difference that ${record.nodes[node!]!.label ?? node} makes`);
}

function toggleRaw({ session, graph, record, nodes, monitor, canvas }: ActionScope): void {
  if (monitor?.raw !== undefined) {
    monitor.onRaw?.(undefined);
    canvas.say("heard as it is");
    return;
  }
  const raw = rawScopeOf(session.getState().document, session.registry, graph, nodes);
  monitor?.onRaw?.(raw);
  canvas.say(`heard raw: ${raw.nodes.map((node) => record.nodes[node]!.label ?? node).join(", ")}`);
}
