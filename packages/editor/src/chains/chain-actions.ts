import { CHAIN_TYPE, chainOverrides, duplicateLinked, isStrip, type Command } from "@twobus/core";
import type { Action, ActionScope } from "../actions/action.ts";
import { chainFacts } from "./chain-facts.ts";
import { recordCommands } from "./record-commands.ts";

/** What makes chains of nodes and nodes of chains, and ties chain nodes to one another. */
export const CHAIN_ACTIONS: readonly Action[] = [
  {
    id: "group",
    name: "Make a chain of this…",
    group: "Chain",
    words: ["group", "collapse", "subgraph", "rack"],
    keys: ["Mod+G"],
    on: ["node"],
    isPossible: ({ session, record, nodes }) =>
      nodes.length > 0 &&
      nodes.every((id) => {
        const definition = session.registry.definition(record.nodes[id]!.type);
        return definition === undefined || !isStrip(definition);
      }),
    run: ({ canvas, nodes }) => canvas.openMenu({ kind: "group", nodes }, nodes[0]),
  },
  {
    id: "ungroup",
    name: "Expand the chain in place",
    group: "Chain",
    words: ["ungroup", "dissolve", "unpack"],
    keys: ["Mod+Shift+G"],
    on: ["node"],
    isPossible: (scope) => chainOf(scope) !== undefined,
    run: (scope) => {
      const { session, graph } = scope;
      const before = new Set(Object.keys(scope.record.nodes));
      if (session.do({ kind: "ungroupNode", graph, node: chainOf(scope)! }) === undefined) return;
      const { nodes } = session.getState().document.graphs[graph]!;
      session.select(Object.keys(nodes).filter((id) => !before.has(id)));
    },
  },
  {
    id: "duplicate-linked",
    name: "Duplicate linked",
    group: "Chain",
    words: ["instance", "copy", "same"],
    keys: ["Mod+Shift+D"],
    on: ["node"],
    isPossible: (scope) => chainOf(scope) !== undefined,
    run: duplicate,
  },
  {
    id: "make-unique",
    name: "Make unique",
    group: "Chain",
    words: ["unlink", "copy", "own"],
    on: ["node"],
    isPossible: (scope) => (factsOf(scope)?.linkedCount ?? 0) > 1,
    run: (scope) => scope.session.do({ kind: "makeUnique", graph: scope.graph, node: chainOf(scope)! }),
  },
  {
    id: "pin",
    name: "Pin to this version",
    group: "Chain",
    words: ["keep", "hold", "update"],
    on: ["node"],
    isPossible: (scope) => factsOf(scope)?.isPinned === false,
    run: (scope) => scope.session.do({ kind: "setPinned", graph: scope.graph, node: chainOf(scope)!, pinned: true }),
  },
  {
    id: "unpin",
    name: "Follow the others again",
    group: "Chain",
    words: ["unpin", "link", "update"],
    on: ["node"],
    isPossible: (scope) => factsOf(scope)?.isPinned === true,
    run: (scope) => scope.session.do({ kind: "setPinned", graph: scope.graph, node: chainOf(scope)!, pinned: false }),
  },
  {
    id: "reset-own-values",
    name: "Give up its own values",
    group: "Chain",
    words: ["reset", "override", "definition"],
    on: ["node"],
    isPossible: (scope) => (factsOf(scope)?.ownCount ?? 0) > 0,
    run: (scope) => {
      const { session, graph } = scope;
      const node = chainOf(scope)!;
      const overrides = chainOverrides(session.getState().document, session.registry, { graph, node });
      session.doAll(
        overrides.map(({ name }): Command => ({ kind: "setParameter", graph, node, param: name, value: null })),
      );
    },
  },
];

/** The chain node that is meant. */
function chainOf({ record, node }: ActionScope): string | undefined {
  const meant = node === undefined ? undefined : record.nodes[node];
  return meant?.type === CHAIN_TYPE && meant.graph !== undefined ? node : undefined;
}

const factsOf = (scope: ActionScope): ReturnType<typeof chainFacts> => {
  const node = chainOf(scope);
  const { document } = scope.session.getState();
  return node === undefined ? undefined : chainFacts(document, scope.session.registry, { graph: scope.graph, node });
};

/** How far a duplicate stands from its original. */
const ASIDE = 24;

function duplicate(scope: ActionScope): void {
  const { session, graph, canvas } = scope;
  const original = chainOf(scope)!;
  const box = canvas.boxOf(original);
  session.attempt(() => {
    let node = "";
    const { commands } = recordCommands(session.getState().document, session.registry, (perform, now) => {
      node = duplicateLinked(now(), { graph, node: original }, perform);
      if (box === undefined) return;
      const positions = { [node]: { x: Math.round(box.x + ASIDE), y: Math.round(box.y + box.height + ASIDE) } };
      perform({ kind: "setLayout", graph, positions });
    });
    if (!session.doAll(commands)) return;
    session.select([node]);
    // What is done next is meant for the new one, as soon as it is shown.
    requestAnimationFrame(() => canvas.focus(node));
  });
}
