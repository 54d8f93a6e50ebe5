import type { NodeId } from "@twobus/core";
import type { ReactNode } from "react";
import { Chooser, type Option } from "../../palette/chooser.tsx";
import { addNodeCommands, candidatesFor, type Candidate, type Where } from "../../patching/add-node.ts";
import { useSession } from "../../session/session-context.tsx";

interface CandidateOption extends Option {
  readonly candidate: Candidate;
}

interface AddMenuProps {
  /** On the empty canvas, at the end of a cable, or in the middle of one. */
  readonly where: Where;
  /** Given the id of the node that was added, connected and selected. */
  readonly onAdded: (node: NodeId) => void;
  /** It is done with, whether anything was added or not. */
  readonly close: () => void;
}

/** The nodes that fit where one is wanted. */
export function AddMenu({ where, onAdded, close }: AddMenuProps): ReactNode {
  const session = useSession();
  const { document, graph, path } = session.getState();
  const definitions = session.registry.packs.flatMap(({ nodes }) => nodes);
  const options = candidatesFor(definitions, where, path.length === 0).map((candidate): CandidateOption => {
    const { definition, port = "main", isKey } = candidate;
    return {
      key: `${definition.type} ${port}`,
      name: port === "main" ? definition.name : `${definition.name} · ${port}`,
      hint: isKey ? "key" : definition.category,
      summary: definition.summary,
      words: definition.words,
      category: definition.category,
      candidate,
    };
  });
  return (
    <Chooser
      label="Find a node"
      options={options}
      empty="No node fits here."
      onPick={({ candidate: { definition, port } }) => {
        const place = where.kind === "cable" && port !== undefined ? { ...where, port } : where;
        const { commands, node } = addNodeCommands(document, graph, definition, place);
        const isDone = session.doAll(commands);
        close();
        if (!isDone) return;
        session.select([node]);
        onAdded(node);
      }}
    />
  );
}
