import {
  CHAIN_TYPE,
  extractChain,
  linkChain,
  type ChainDocument,
  type ChainWords,
  type Command,
  type NodeId,
  type Problem,
} from "@twobus/core";
import { useSession } from "@twobus/editor";
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { registry } from "../registry.ts";
import { problemOf } from "../problems/problem-of.ts";
import { withGolden } from "./golden.ts";
import type { ChainLibrary } from "./library.ts";
import styles from "./library.module.css";
import { copyAsText } from "./share-chain.ts";

interface SaveChainProps {
  readonly library: ChainLibrary;
  readonly graph: string;
  readonly nodes: readonly NodeId[];
  readonly say: (text: string) => void;
  readonly onClose: () => void;
}

/**
 * Makes a chain of its own of a chain node, a strip's inserts, or nodes that are selected, and keeps it in the library. What the library
 * has of it already is followed by its next version.
 */
export default function SaveChain({ library, graph, nodes, say, onClose }: SaveChainProps): ReactNode {
  const session = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const isLoaded = useLoaded(library);
  const { document } = session.getState();
  const record = nodes.length === 1 ? document.graphs[graph]?.nodes[nodes[0]!] : undefined;
  const definition = record?.graph === undefined ? undefined : document.graphs[record.graph]?.definition;
  const before = library.latest(name ?? definition ?? record?.label);
  const extracted = (words: Partial<ChainWords>): ReturnType<typeof extractChain> =>
    extractChain(document, registry, { graph, nodes }, words, before);

  const link = (chain: ChainDocument): void => {
    const commands: Command[] = [];
    const perform = (command: Command): { readonly lost: [] } => {
      commands.push(command);
      return { lost: [] };
    };
    const told = linkChain(session.getState().document, { graph, nodes }, chain, perform);
    if (told[0] !== undefined) say(told[0].message);
    else session.doAll(commands);
  };
  const save = (event: FormEvent, finish?: (chain: ChainDocument) => Promise<void>): void => {
    event.preventDefault();
    if (form.current?.reportValidity() === false) return;
    const data = new FormData(form.current!);
    const work = async (): Promise<void> => {
      const { chain: silent, left } = extracted(wordsIn(data));
      const chain = await withGolden(silent);
      await library.keep(chain, "own");
      await finish?.(chain);
      say(`${chain.name} is in the library${finish === undefined ? "" : ", and on the clipboard as text"}.`);
      if (left[0] !== undefined) say(left[0].message);
      if (data.has("link")) link(chain);
      onClose();
    };
    setBusy(true);
    work().catch((error: unknown) => {
      setProblem(problemOf(error));
      setBusy(false);
    });
  };
  const words = isLoaded ? wordsOf(() => extracted(name === undefined ? {} : { name }).chain) : undefined;
  return (
    <Dialog title="Save as a chain" onClose={onClose}>
      <form ref={form} className={styles["form"]} onSubmit={save}>
        {words !== undefined && (
          <>
            <label>
              Name
              <input
                name="name"
                required
                maxLength={100}
                defaultValue={words.name}
                onBlur={({ currentTarget }) => setName(currentTarget.value.trim() || undefined)}
              />
            </label>
            <SaidFields key={`${before?.name} ${before?.version} ${words.version}`} words={words} />
            {record?.type === CHAIN_TYPE && (
              <label className={styles["choice"]}>
                <input type="checkbox" name="link" defaultChecked />
                This node follows it: updates are offered, and its own values go inside
              </label>
            )}
          </>
        )}
        {problem !== undefined && (
          <p role="alert">
            <strong>{problem.at}</strong>: {problem.message}
          </p>
        )}
        <div className={styles["deeds"]}>
          <button type="submit" disabled={isBusy || !isLoaded}>
            Keep in the library
          </button>
          <button type="button" disabled={isBusy || !isLoaded} onClick={(event) => save(event, copyAsText)}>
            Keep and copy as text
          </button>
          {isBusy && <output>Rendering its golden hash …</output>}
        </div>
      </form>
    </Dialog>
  );
}

/** What a chain says of itself beside its name. */
function SaidFields({ words: { summary, tags, version, author, licence } }: { words: ChainWords }): ReactNode {
  return (
    <>
      <label>
        What it does, in a sentence
        <input name="summary" required maxLength={200} defaultValue={summary} />
      </label>
      <label>
        Tags
        <input name="tags" maxLength={200} placeholder="drums, punch, glue" defaultValue={tags.join(", ")} />
      </label>
      <label>
        Version
        <input name="version" pattern="\d+\.\d+\.\d+([\-+].*)?" defaultValue={version} />
      </label>
      <label>
        Author
        <input name="author" maxLength={100} defaultValue={author} />
      </label>
      <label>
        Licence
        <input name="licence" maxLength={60} placeholder="CC0-1.0" defaultValue={licence} />
      </label>
    </>
  );
}

/** Whether the library has been read, or cannot be. */
function useLoaded(library: ChainLibrary): boolean {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    void library
      .load()
      .catch(() => {}) // what cannot be read is told where the library is shown
      .finally(() => setLoaded(true));
  }, [library]);
  return isLoaded;
}

/** What makes no chain says nothing; why is told when it is to be saved. */
function wordsOf(extract: () => ChainDocument): ChainWords {
  try {
    return extract();
  } catch {
    return { name: "", summary: "", tags: [] };
  }
}

/** What is in the form; a field that is empty takes away what the chain before it said. */
function wordsIn(data: FormData): ChainWords {
  const field = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const tags = field("tags").split(/[,;]/.test(field("tags")) ? /[,;]/ : /\s/);
  return {
    name: field("name"),
    summary: field("summary"),
    tags: [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))],
    version: field("version"),
    author: field("author"),
    licence: field("licence"),
  };
}
