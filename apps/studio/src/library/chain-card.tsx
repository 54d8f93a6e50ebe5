import { CHAIN_TYPE, counted, type Problem } from "@twobus/core";
import { chainTitle, outdatedUses, updateCommands, useEditorState, useSession } from "@twobus/editor";
import { useMemo, type ReactNode } from "react";
import { registry } from "../registry.ts";
import { problemOf } from "../transport.tsx";
import type { LibraryChain } from "./library.ts";
import styles from "./library.module.css";
import { copyAsLink, copyAsText, saveAsFile } from "./share-chain.ts";

interface ChainCardProps {
  readonly one: LibraryChain;
  readonly canHear: boolean;
  readonly isHeard: boolean;
  readonly onHear: () => void;
  readonly onPlace: () => void;
  readonly onTag: (tag: string) => void;
  readonly onForget: () => void;
  readonly say: (text: string) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** The chain that is chosen: what it says of itself, and what can be done with it. */
export function ChainCard({
  one,
  canHear,
  isHeard,
  onHear,
  onPlace,
  onTag,
  onForget,
  say,
  onProblem,
}: ChainCardProps): ReactNode {
  const { chain, origin, sha256 } = one;
  const { name, version, summary, description, tags, author, licence, derivedFrom, golden } = chain;
  const fail = (error: unknown): void => onProblem(problemOf(error));
  const said = [version && `version ${version}`, author && `by ${author}`, licence].filter(Boolean).join(", ");
  return (
    <article className={styles["card"]} aria-label={name}>
      <div className={styles["deeds"]}>
        <button type="button" data-hears aria-pressed={isHeard} disabled={!canHear} onClick={onHear}>
          Hear
        </button>
        <button type="button" onClick={onPlace}>
          Place
        </button>
        <Updates one={one} say={say} />
      </div>
      <p>{summary}</p>
      <p className={styles["tags"]}>
        {tags.map((tag) => (
          <button key={tag} type="button" title={`Find ${tag}`} onClick={() => onTag(tag)}>
            {tag}
          </button>
        ))}
      </p>
      {description !== undefined && <p>{description}</p>}
      <p className={styles["said"]}>
        {said !== "" && `${said} · `}
        <code title={sha256}>{sha256.slice(0, 8)}</code>
        {golden !== undefined && " · with golden hash"}
      </p>
      {derivedFrom?.[0] !== undefined && <p className={styles["said"]}>derived from {chainTitle(derivedFrom[0])}</p>}
      <div className={styles["deeds"]}>
        <button
          type="button"
          onClick={() => void copyAsText(chain).then(() => say(`${name} is on the clipboard as text.`), fail)}
        >
          Copy as text
        </button>
        <button
          type="button"
          onClick={() => void copyAsLink(chain).then(() => say(`A link to ${name} is on the clipboard.`), fail)}
        >
          Copy link
        </button>
        <button type="button" onClick={() => saveAsFile(chain)}>
          File
        </button>
        {origin !== "factory" && (
          <button type="button" onClick={onForget}>
            Forget
          </button>
        )}
      </div>
    </article>
  );
}

/** Brings nodes of the mix to this version: all that follow, or the one that is selected. */
function Updates({ one: { chain }, say }: Pick<ChainCardProps, "one" | "say">): ReactNode {
  const session = useSession();
  const { document, graph, selection } = useEditorState((state) => state);
  const outdated = useMemo(() => [...outdatedUses(document, chain).values()].flat(), [document, chain]);
  const selected = selection.size === 1 ? [...selection][0]! : undefined;
  const record = selected === undefined ? undefined : document.graphs[graph]!.nodes[selected];
  const isOneOfSeveral =
    outdated.length > 1 && outdated.some((place) => place.graph === graph && place.node === selected);
  const update = (only?: { graph: string; node: string }): void => {
    session.attempt(() => {
      const { commands, lost } = updateCommands(session.getState().document, registry, chain, only);
      if (!session.doAll(commands)) return;
      say(
        lost.length === 0
          ? `Updated to ${chainTitle({ ...chain, sha256: "" })}.`
          : lost.map(({ message }) => message).join("; "),
      );
    });
  };
  if (outdated.length === 0) return null;
  return (
    <>
      <button type="button" onClick={() => update()}>
        Update {counted(outdated.length, "node")}
      </button>
      {isOneOfSeveral && record?.type === CHAIN_TYPE && (
        <button type="button" onClick={() => update({ graph, node: selected! })}>
          Update only {record.label ?? selected}
        </button>
      )}
    </>
  );
}
