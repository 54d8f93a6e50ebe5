import { extractChain, type ChainDocument, type NodeId, type Problem } from "@twobus/core";
import { useSession } from "@twobus/editor";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { registry } from "../registry.ts";
import { problemOf } from "../transport.tsx";
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

/** Makes a chain of its own of a chain node, a strip's inserts, or nodes that are selected, and keeps it in the library. */
export default function SaveChain({ library, graph, nodes, say, onClose }: SaveChainProps): ReactNode {
  const session = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const { document } = session.getState();
  const record = nodes.length === 1 ? document.graphs[graph]?.nodes[nodes[0]!] : undefined;
  const definition = record?.graph === undefined ? undefined : document.graphs[record.graph]?.definition;

  const made = async (): Promise<ChainDocument> => {
    const { chain, left } = extractChain(document, registry, { graph, nodes }, wordsIn(new FormData(form.current!)));
    if (left[0] !== undefined) say(left[0].message);
    return withGolden(chain);
  };
  const save = (event: FormEvent, finish?: (chain: ChainDocument) => Promise<void>): void => {
    event.preventDefault();
    if (form.current?.reportValidity() === false) return;
    const work = async (): Promise<void> => {
      const chain = await made();
      await library.keep(chain, "own");
      await finish?.(chain);
      say(`${chain.name} is in the library${finish === undefined ? "" : ", and on the clipboard as text"}.`);
      onClose();
    };
    setBusy(true);
    work().catch((error: unknown) => {
      setProblem(problemOf(error));
      setBusy(false);
    });
  };
  return (
    <Dialog title="Save as a chain" onClose={onClose}>
      <form ref={form} className={styles["form"]} onSubmit={save}>
        <label>
          Name
          <input
            name="name"
            required
            maxLength={100}
            defaultValue={definition?.name ?? record?.label ?? nodes.join(" ")}
          />
        </label>
        <label>
          What it does, in a sentence
          <input name="summary" required maxLength={200} defaultValue={`From ${document.name}.`} />
        </label>
        <label>
          Tags
          <input name="tags" maxLength={200} placeholder="drums, punch, glue" />
        </label>
        <label>
          Version
          <input name="version" pattern="\d+\.\d+\.\d+" defaultValue={definition?.version ?? "1.0.0"} />
        </label>
        <label>
          Author
          <input name="author" maxLength={100} defaultValue={definition?.author ?? ""} />
        </label>
        <label>
          Licence
          <input name="licence" maxLength={60} placeholder="CC0-1.0" defaultValue={definition?.licence ?? ""} />
        </label>
        {problem !== undefined && (
          <p role="alert">
            <strong>{problem.at}</strong>: {problem.message}
          </p>
        )}
        <div className={styles["deeds"]}>
          <button type="submit" disabled={isBusy}>
            Keep in the library
          </button>
          <button type="button" disabled={isBusy} onClick={(event) => save(event, copyAsText)}>
            Keep and copy as text
          </button>
          {isBusy && <output>Rendering its golden hash …</output>}
        </div>
      </form>
    </Dialog>
  );
}

function wordsIn(data: FormData): Parameters<typeof extractChain>[3] {
  const field = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const given = (name: "version" | "author" | "licence"): object => (field(name) === "" ? {} : { [name]: field(name) });
  const tags = field("tags").split(/[\s,;]+/);
  return {
    name: field("name"),
    summary: field("summary"),
    tags: [...new Set(tags.map((tag) => tag.toLowerCase()).filter(Boolean))],
    ...given("version"),
    ...given("author"),
    ...given("licence"),
  };
}
