import { enablePatches, produceWithPatches, type Patch } from "immer";
import type { Registry } from "../definition/pack.ts";
import { own } from "../document/names.ts";
import type { MixDocument } from "../document/types.ts";
import { expansionProblems } from "../document/validation/expansion.ts";
import { fault, TwobusError, type Problem } from "../problem.ts";
import { connectionCommands, type ConnectionCommand } from "./connections.ts";
import { exposedCommands, type ExposedCommand } from "./exposed.ts";
import type { Perform, Performers } from "./edit.ts";
import { graphCommands, type GraphCommand } from "./graphs.ts";
import { keyCommands, type KeyCommand } from "./keys.ts";
import { mixCommands, type MixCommand } from "./mix.ts";
import { nodeCommands, type NodeCommand } from "./nodes.ts";
import { parameterCommands, type ParameterCommand } from "./parameters.ts";

enablePatches();

/** Every edit of a mix, as plain data that can be sent, logged and replayed. */
export type Command =
  | ParameterCommand
  | NodeCommand
  | ConnectionCommand
  | KeyCommand
  | GraphCommand
  | ExposedCommand
  | MixCommand;

/** What a command did. */
export interface Applied {
  readonly document: MixDocument;
  /** What changed, in order; applied to the old document they give the new one. */
  readonly patches: readonly Patch[];
  readonly inversePatches: readonly Patch[];
  /** The id of the node, graph or source that the command made. */
  readonly created?: string;
  /** What a person had set and that has no place any more: values, automation and cables of a chain that changed. */
  readonly lost: readonly Problem[];
}

const performers: Performers<Command> = {
  ...parameterCommands,
  ...nodeCommands,
  ...connectionCommands,
  ...keyCommands,
  ...graphCommands,
  ...exposedCommands,
  ...mixCommands,
};

/** Commands after which a mix may be larger than the limits allow, or a graph contain itself. */
const growing: ReadonlySet<Command["kind"]> = new Set([
  "addNode",
  "addGraph",
  "connect",
  "insertOnConnection",
  "setNodeGraph",
  "setAutomation",
  "groupNodes",
  "ungroupNode",
  "makeUnique",
  "setPinned",
  "replaceGraph",
]);

/**
 * Does one command. The document given is left as it is; what did not change is shared with the new one, and frozen
 * with it. Throws a TwobusError that says why when the mix would be wrong afterwards.
 */
export function apply(document: MixDocument, command: Command, registry: Registry): Applied {
  const perform = own(performers, command.kind) as Perform<Command> | undefined;
  if (perform === undefined) throw fault("unknown-command", "command", `there is no command ${command.kind}`);
  const lost: Problem[] = [];
  let created: string | undefined;
  const [next, patches, inversePatches] = produceWithPatches(document, (draft: MixDocument) => {
    created = perform({ document, draft, registry, lost }, command) ?? undefined;
  });
  const problems = growing.has(command.kind) ? expansionProblems(next) : [];
  if (problems.length > 0) throw new TwobusError(problems);
  return { document: next, patches, inversePatches, lost, ...(created !== undefined && { created }) };
}
