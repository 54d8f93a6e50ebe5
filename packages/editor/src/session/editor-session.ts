import {
  apply,
  History,
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
import { cableId } from "../patching/cable-ends.ts";
import { inNames } from "./in-names.ts";
import { reach, type LookedInto } from "./looked-into.ts";

/** What an editor shows of a mix, and of which part of it. */
export interface EditorState {
  /** As it is shown: a strip without inserts that is looked into stands there with an empty chain. */
  readonly document: MixDocument;
  /** Nodes that have been opened, one inside the other, from the root graph on. */
  readonly path: readonly NodeId[];
  /** The graph that is shown. */
  readonly graph: GraphId;
  readonly selection: ReadonlySet<NodeId>;
  /** Ids of the cables that are selected, by themselves or with nodes. */
  readonly selectedCables: ReadonlySet<string>;
  /** A parameter of the node that is selected, where one went to that. */
  readonly sought?: { readonly param: string };
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Whether every edit is refused. */
  readonly isReadOnly: boolean;
  /** Why the last command was refused, or what it could not keep. */
  readonly refusal?: Problem;
}

/** A mix under edit: every change is a command of core, and every gesture one entry to undo. */
export class EditorSession {
  readonly registry: Registry;
  readonly #history: History;
  #closed: Problem | undefined;
  #lookedInto: LookedInto | undefined;
  #state: EditorState;
  readonly #listeners = new Set<() => void>();

  constructor(document: MixDocument, registry: Registry) {
    this.registry = registry;
    this.#history = new History(document, registry);
    this.#state = this.#stateOf({ path: [], selection: new Set(), selectedCables: new Set() });
  }

  /** The mix as it is edited, heard and saved. */
  get document(): MixDocument {
    return this.#history.document;
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
      const applied = this.#perform([command]);
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
    this.gesture(() => this.#perform(commands));
    this.#show({});
    return true;
  }

  /** The chain of a strip that is looked into comes with the first edit of it, in one gesture with that. */
  #perform(commands: readonly Command[]): Applied | undefined {
    const { document } = this.#state;
    const chain = this.#lookedInto;
    const isInside = commands.some((command) => "graph" in command && command.graph === chain?.graph);
    const [first] = commands;
    if (chain === undefined || !isInside) return this.#performAll(commands);
    // What is refused, or changes nothing, makes no chain.
    if (commands.length === 1 && apply(document, first!, this.registry).patches.length === 0) return undefined;
    const all = [...chain.commands, ...commands];
    return commands.length === 1 ? this.#history.gesture(() => this.#performAll(all)) : this.#performAll(all);
  }

  #performAll(commands: readonly Command[]): Applied | undefined {
    let applied: Applied | undefined;
    for (const command of commands) applied = this.#history.do(command);
    return applied;
  }

  /** Where what is tried throws a TwobusError, the state says why. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      const { document, graph } = this.#state;
      this.#show({ refusal: inNames(error.problems[0]!, document, graph) });
      return undefined;
    }
  }

  /** All commands in between are one entry to undo; where one throws, none of them is done. */
  gesture(work: () => void): void {
    try {
      this.#history.gesture(work);
    } catch (error) {
      this.#show({});
      throw error;
    }
  }

  /** What is done until the gesture is ended, by what this returns, or another begins is one entry to undo. */
  beginGesture(): () => void {
    return this.#history.beginGesture();
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
    this.#show({});
  }

  /** Another state of the mix, such as an older version, as one entry to undo under that name. */
  replace(document: MixDocument, name: string): void {
    if (this.#isRefused()) return;
    this.#history.replace(document, name);
    this.#show({});
  }

  /** Says what the last command could not keep. */
  tell(refusal: Problem): void {
    this.#show({ refusal });
  }

  /**
   * Selects these and nothing else. What was refused is said on: a press on a button of a node selects that node too.
   */
  select(nodes: Iterable<NodeId>, cables: Iterable<string> = []): void {
    const { refusal } = this.#state;
    this.#show({
      selection: new Set(nodes),
      selectedCables: new Set(cables),
      ...(refusal !== undefined && { refusal }),
    });
  }

  /** Shows what is inside a strip or a chain of the graph that is shown. */
  open(node: NodeId): void {
    const path = [...this.#state.path, node];
    if (reach(this.document, this.registry, path).path.length < path.length) return;
    this.#show({ path, selection: new Set(), selectedCables: new Set() });
  }

  /** Shows a node wherever it is, or one of its parameters; `path` names what it lies in, from the root graph on. */
  goTo(path: readonly NodeId[], node: NodeId, param?: string): void {
    this.#show({
      path,
      selection: new Set([node]),
      selectedCables: new Set(),
      ...(param !== undefined && { sought: { param } }),
    });
  }

  /** Goes back until so many nodes are open. */
  close(depth: number = this.#state.path.length - 1): void {
    const left = this.#state.path[depth];
    this.#show({
      path: this.#state.path.slice(0, Math.max(0, depth)),
      selection: new Set(left === undefined ? [] : [left]),
      selectedCables: new Set(),
    });
  }

  #isRefused(): boolean {
    if (this.#closed === undefined) return false;
    this.#show({ refusal: this.#closed });
    return true;
  }

  #show(changed: Partial<EditorState>): void {
    const { path, selection, selectedCables } = this.#state;
    this.#state = this.#stateOf({ path, selection, selectedCables, ...changed });
    for (const listener of this.#listeners) listener();
  }

  /** What has gone from the document, by undo or otherwise, is open and selected no longer. */
  #stateOf({
    path: wanted,
    selection,
    selectedCables,
    refusal,
    sought,
  }: Pick<EditorState, "path" | "selection" | "selectedCables" | "refusal" | "sought">): EditorState {
    const { document: edited, canUndo, canRedo } = this.#history;
    const { document, path, graph, lookedInto } = reach(edited, this.registry, wanted, this.#lookedInto);
    this.#lookedInto = lookedInto;
    const { nodes, connections } = document.graphs[graph]!;
    return {
      document,
      path,
      graph,
      selection: new Set([...selection].filter((node) => Object.hasOwn(nodes, node))),
      // Seldom is any, and a mix has many.
      selectedCables:
        selectedCables.size === 0
          ? selectedCables
          : new Set(connections.map(cableId).filter((id) => selectedCables.has(id))),
      canUndo,
      canRedo,
      isReadOnly: this.#closed !== undefined,
      ...(refusal !== undefined && { refusal }),
      ...(sought !== undefined && { sought }),
    };
  }
}
