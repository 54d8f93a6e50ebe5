import {
  CHAIN_TYPE,
  counted,
  differenceText,
  type ChainDocument,
  type ChainPlace,
  type MixDocument,
} from "@twobus/core";
import {
  changedUses,
  divergedUses,
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

/**
 * Brings nodes of the mix to this version: all that follow another one, or the one that is selected; and where there is none, those
 * that were changed since. What was changed inside is asked about.
 */
export function UpdateChain({ chain, known, say }: UpdateChainProps): ReactNode {
  const session = useSession();
  const { document, graph, selection } = useEditorState((state) => state);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const outdated = useMemo(() => outdatedUses(document, chain), [document, chain]);
  const diverged = useMemo(() => divergedUses(document, registry, chain), [document, chain]);
  const isUpdate = outdated.size > 0;
  const uses = isUpdate ? outdated : diverged;
  const places = [...uses.values()].flat();
  if (places.length === 0) return null;

  const selected = selection.size === 1 ? [...selection][0]! : undefined;
  const record = selected === undefined ? undefined : document.graphs[graph]!.nodes[selected];
  const isOneOfSeveral = places.length > 1 && places.some((place) => place.graph === graph && place.node === selected);
  const update = (deal: UpdateOptions["deal"], { only, changed }: Asked): void => {
    setAsked(undefined);
    session.attempt(() => {
      const { commands, lost } = updateCommands(document, registry, chain, { uses, only, changed, deal });
      if (!session.doAll(commands)) return;
      say(
        lost.length === 0
          ? `Updated to ${chainTitle({ ...chain, sha256: "" })}.`
          : lost.map(({ message }) => message).join("; "),
      );
    });
  };
  const ask = (only?: ChainPlace): void => {
    const changed = changedUses(document, registry, uses, known, only);
    const question = { only, changed, document };
    if (changed.length > 0) setAsked(question);
    else update("replace", question);
  };
  const what = isUpdate ? "Update" : "Take back changes in";
  return (
    <>
      <button type="button" onClick={() => ask()}>
        {what} {counted(places.length, "node")}
      </button>
      {isOneOfSeveral && record?.type === CHAIN_TYPE && (
        <button type="button" onClick={() => ask({ graph, node: selected! })}>
          {what} {isUpdate && "only"} {record.label ?? selected}
        </button>
      )}
      {asked?.document === document && (
        <Question
          asked={asked}
          isUpdate={isUpdate}
          count={asked.only === undefined ? places.length : 1}
          onAnswer={(deal) => update(deal, asked)}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

/** What is asked of a mix; another mix is another question. */
interface Asked extends Pick<UpdateOptions, "only" | "changed"> {
  readonly document: MixDocument;
}

/** What was changed inside, and what is to become of it. */
function Question({
  asked: { changed, document },
  isUpdate,
  count,
  onAnswer,
  onCancel,
}: {
  asked: Asked;
  isUpdate: boolean;
  /** How many nodes are meant, changed or not. */
  count: number;
  onAnswer: (deal: UpdateOptions["deal"]) => void;
  onCancel: () => void;
}): ReactNode {
  const changedCount = changed.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const canKeep = isUpdate && changed.some(({ differences }) => differences?.some(({ kind }) => kind === "value"));
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
      {isUpdate && count > changedCount && (
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
