import {
  apply,
  freeId,
  History,
  isStrip,
  TwobusError,
  type Applied,
  type Command,
  type Gesture,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Problem,
  type Registry,
} from "@twobus/core";

/** What an editor shows of a mix, and of which part of it. */
export interface EditorState {
  readonly document: MixDocument;
  /** Nodes that have been opened, one inside the other, from the root graph on. */
  readonly path: readonly NodeId[];
  /** The graph that is shown. */
  readonly graph: GraphId;
  readonly selection: ReadonlySet<NodeId>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Why the last command was refused. */
  readonly refusal?: Problem;
}

/** A mix under edit: every change is a command of core, and every gesture one entry to undo. */
export class EditorSession {
  readonly registry: Registry;
  #history: History;
  #closed: Problem | undefined;
  #state: EditorState;
  readonly #listeners = new Set<() => void>();

  constructor(document: MixDocument, registry: Registry) {
    this.registry = registry;
    this.#history = new History(document, registry);
    this.#state = stateOf(this.#history, [], new Set());
  }

  readonly getState = (): EditorState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Does a command; where it is refused, the state says why and nothing has changed. */
  do(command: Command): Applied | undefined {
    if (this.#isRefused()) return undefined;
    return this.attempt(() => {
      const applied = this.#history.do(command);
      this.#show({});
      return applied;
    });
  }

  /** Does all of some commands as one entry to undo, or none of them. Returns whether they are done. */
  doAll(commands: readonly Command[]): boolean {
    if (this.#isRefused()) return false;
    const isPossible = this.attempt(() =>
      commands.reduce((document, command) => apply(document, command, this.registry).document, this.#state.document),
    );
    if (isPossible === undefined) return false;
    this.gesture(() => {
      for (const command of commands) this.#history.do(command);
    });
    this.#show({});
    return true;
  }

  /** Where what is tried throws a TwobusError, the state says why. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      this.#show({ refusal: error.problems[0]! });
      return undefined;
    }
  }

  /** All commands in between are one entry to undo. */
  gesture(work: () => void): void {
    this.beginGesture();
    try {
      work();
    } finally {
      this.endGesture();
    }
  }

  beginGesture(): void {
    this.#history.beginGesture();
  }

  endGesture(): void {
    this.#history.endGesture();
  }

  undo(): void {
    if (this.#isRefused()) return;
    this.#history.undo();
    this.#show({});
  }

  redo(): void {
    if (this.#isRefused()) return;
    this.#history.redo();
    this.#show({});
  }

  /** What could be undone and done again, as it happened. */
  gestures(): { readonly done: readonly Gesture[]; readonly undone: readonly Gesture[] } {
    const { done, undone } = this.#history;
    return { done, undone };
  }

  /** Undoes or does again until so many entries are done. */
  goToGesture(count: number): void {
    if (this.#isRefused()) return;
    while (this.#history.canUndo && this.#history.done.length > count) this.#history.undo();
    while (this.#history.canRedo && this.#history.done.length < count) this.#history.redo();
    this.#show({});
  }

  /** From here on refuses every edit, for this reason. */
  refuseEdits(reason: Problem): void {
    this.#closed = reason;
  }

  /** Another mix, with nothing to undo. */
  replace(document: MixDocument): void {
    this.#history = new History(document, this.registry);
    this.#show({ path: [], selection: new Set() });
  }

  select(nodes: Iterable<NodeId>): void {
    this.#show({ selection: new Set(nodes) });
  }

  /** Shows what is inside a strip or a chain of the graph that is shown. A strip without a chain is given one. */
  open(node: NodeId): void {
    const { document, graph } = this.#state;
    const record = document.graphs[graph]?.nodes[node];
    const definition = record && this.registry.definition(record.type);
    if (record === undefined) return;
    if (record.graph === undefined) {
      if (definition === undefined || !isStrip(definition)) return;
      const nodeGraph = freeId(document.graphs, `${node}-chain`, "graph");
      const isMade = this.doAll([
        { kind: "addGraph", id: nodeGraph },
        { kind: "setNodeGraph", graph, node, nodeGraph },
      ]);
      if (!isMade) return;
    }
    this.#show({ path: [...this.#state.path, node], selection: new Set() });
  }

  /** Shows a node wherever it is; `path` names what it lies in, from the root graph on. */
  goTo(path: readonly NodeId[], node: NodeId): void {
    this.#show({ path, selection: new Set([node]) });
  }

  /** Goes back until so many nodes are open. */
  close(depth: number = this.#state.path.length - 1): void {
    const left = this.#state.path[depth];
    this.#show({
      path: this.#state.path.slice(0, Math.max(0, depth)),
      selection: new Set(left === undefined ? [] : [left]),
    });
  }

  #isRefused(): boolean {
    if (this.#closed === undefined) return false;
    this.#show({ refusal: this.#closed });
    return true;
  }

  #show({ path = this.#state.path, selection = this.#state.selection, refusal }: Partial<EditorState>): void {
    this.#state = stateOf(this.#history, path, selection, refusal);
    for (const listener of this.#listeners) listener();
  }
}

/** What has gone from the document, by undo or otherwise, is open and selected no longer. */
function stateOf(
  history: History,
  path: readonly NodeId[],
  selection: ReadonlySet<NodeId>,
  refusal?: Problem,
): EditorState {
  const { document } = history;
  let graph = document.root;
  const reached: NodeId[] = [];
  for (const node of path) {
    const inner = document.graphs[graph]?.nodes[node]?.graph;
    if (inner === undefined) break;
    reached.push(node);
    graph = inner;
  }
  const { nodes } = document.graphs[graph]!;
  return {
    document,
    path: reached,
    graph,
    selection: new Set([...selection].filter((node) => Object.hasOwn(nodes, node))),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    ...(refusal !== undefined && { refusal }),
  };
}
