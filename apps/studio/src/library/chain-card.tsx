import type { ChainDocument, Problem } from "@twobus/core";
import { unknownNodes } from "@twobus/core/sharing";
import { chainTitle } from "@twobus/editor";
import type { ReactNode } from "react";
import { registry } from "../registry.ts";
import { problemOf } from "../problems/problem-of.ts";
import { GoldenLine } from "./golden-line.tsx";
import type { LibraryChain } from "./library.ts";
import styles from "./library.module.css";
import { copyAsLink, copyAsText, publicPage, saveAsFile } from "./share-chain.ts";
import { UpdateChain } from "./update-chain.tsx";

interface ChainCardProps {
  readonly one: LibraryChain;
  /** The version of a chain that has this hash, where it is at hand. */
  readonly known: (sha256: string) => ChainDocument | undefined;
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
  known,
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
  const page = publicPage(location);
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
        <UpdateChain key={one.id} chain={chain} known={known} say={say} />
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
        {golden !== undefined && origin !== "imported" && " · with golden hash"}
      </p>
      {golden !== undefined && origin === "imported" && <GoldenLine key={one.id} chain={chain} />}
      {golden === undefined &&
        unknownNodes(name, chain, registry).map(({ message }) => (
          <p key={message} className={styles["said"]}>
            {message}
          </p>
        ))}
      {derivedFrom?.[0] !== undefined && <p className={styles["said"]}>derived from {chainTitle(derivedFrom[0])}</p>}
      <div className={styles["deeds"]}>
        <button
          type="button"
          onClick={() => void copyAsText(chain).then(() => say(`${name} is on the clipboard as text.`), fail)}
        >
          Copy as text
        </button>
        {page !== undefined && (
          <button
            type="button"
            onClick={() => void copyAsLink(chain, page).then(() => say(`A link to ${name} is on the clipboard.`), fail)}
          >
            Copy link
          </button>
        )}
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
