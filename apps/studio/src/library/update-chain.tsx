import { CHAIN_TYPE, counted, differenceText, type ChainDocument, type ChainPlace } from "@twobus/core";
import {
  changedUses,
  chainTitle,
  outdatedUses,
  updateCommands,
  useEditorState,
  useSession,
  type UpdateOptions,
} from "@twobus/editor";
import { useMemo, useState, type ReactNode } from "react";
import { registry } from "../registry.ts";
import styles from "./library.module.css";

interface UpdateChainProps {
  readonly chain: ChainDocument;
  /** The version of a chain that has this hash, where it is at hand. */
  readonly known: (sha256: string) => ChainDocument | undefined;
  readonly say: (text: string) => void;
}

/** Brings nodes of the mix to this version: all that follow, or the one that is selected. What was changed inside is asked about. */
export function UpdateChain({ chain, known, say }: UpdateChainProps): ReactNode {
  const session = useSession();
  const { document, graph, selection } = useEditorState((state) => state);
  const [asked, setAsked] = useState<{ readonly only: ChainPlace | undefined } | undefined>(undefined);
  const outdated = useMemo(() => [...outdatedUses(document, chain).values()].flat(), [document, chain]);
  if (outdated.length === 0) return null;

  const selected = selection.size === 1 ? [...selection][0]! : undefined;
  const record = selected === undefined ? undefined : document.graphs[graph]!.nodes[selected];
  const isOneOfSeveral =
    outdated.length > 1 && outdated.some((place) => place.graph === graph && place.node === selected);
  const update = (options: Omit<UpdateOptions, "changed">): void => {
    setAsked(undefined);
    session.attempt(() => {
      const now = session.getState().document;
      const changed = changedUses(now, registry, chain, known, options.only);
      const { commands, lost } = updateCommands(now, registry, chain, { ...options, changed });
      if (!session.doAll(commands)) return;
      say(
        lost.length === 0
          ? `Updated to ${chainTitle({ ...chain, sha256: "" })}.`
          : lost.map(({ message }) => message).join("; "),
      );
    });
  };
  const ask = (only?: ChainPlace): void => {
    const isAsked = changedUses(document, registry, chain, known, only).length > 0;
    if (isAsked) setAsked({ only });
    else update({ only, deal: "replace" });
  };
  return (
    <>
      <button type="button" onClick={() => ask()}>
        Update {counted(outdated.length, "node")}
      </button>
      {isOneOfSeveral && record?.type === CHAIN_TYPE && (
        <button type="button" onClick={() => ask({ graph, node: selected! })}>
          Update only {record.label ?? selected}
        </button>
      )}
      {asked !== undefined && (
        <Question
          chain={chain}
          known={known}
          only={asked.only}
          outdatedCount={asked.only === undefined ? outdated.length : 1}
          onAnswer={(deal) => update({ ...asked, deal })}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

/** What was changed inside, and what is to become of it. */
function Question({
  chain,
  known,
  only,
  outdatedCount,
  onAnswer,
  onCancel,
}: Omit<UpdateChainProps, "say"> & {
  only: ChainPlace | undefined;
  outdatedCount: number;
  onAnswer: (deal: UpdateOptions["deal"]) => void;
  onCancel: () => void;
}): ReactNode {
  const document = useEditorState((state) => state.document);
  const changed = useMemo(() => changedUses(document, registry, chain, known, only), [document, chain, known, only]);
  const changedCount = changed.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const canKeep = changed.some(({ differences }) => differences?.some(({ kind }) => kind === "value") === true);
  const nameOf = ({ graph, node }: ChainPlace): string => document.graphs[graph]!.nodes[node]!.label ?? node;
  return (
    <div role="group" aria-label="What was changed inside" className={styles["question"]}>
      <p>Changed inside since placed:</p>
      <ul>
        {changed.map(({ graph, nodes, differences }) => (
          <li key={graph}>
            <strong>{nodes.map(nameOf).join(", ")}</strong>:{" "}
            {differences?.map(differenceText).join("; ") ??
              "what, cannot be said: the version it was placed from is not in the library"}
          </li>
        ))}
      </ul>
      {canKeep && (
        <button type="button" onClick={() => onAnswer("keep")}>
          Update, keep these values
        </button>
      )}
      <button type="button" onClick={() => onAnswer("replace")}>
        Replace what was changed
      </button>
      {outdatedCount > changedCount && (
        <button type="button" onClick={() => onAnswer("leave")}>
          Update the others only
        </button>
      )}
      <button type="button" onClick={onCancel}>
        Leave all as it is
      </button>
    </div>
  );
}
