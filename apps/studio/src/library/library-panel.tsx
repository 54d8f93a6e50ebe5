import { wordsInside, type ChainDocument, type ConnectionRecord, type Problem } from "@twobus/core";
import {
  isChainText,
  placeChainCommands,
  placeFor,
  search,
  useEditorState,
  useSession,
  type Findable,
} from "@twobus/editor";
import type { MediaLocation } from "@twobus/renderer-web";
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { chooseFiles } from "../files/choose-files.ts";
import type { Playback } from "../playback.ts";
import { registry } from "../registry.ts";
import { problemOf } from "../problems/problem-of.ts";
import { AuditionBar } from "./audition-bar.tsx";
import { ChainCard } from "./chain-card.tsx";
import { ChainList, lineId } from "./chain-list.tsx";
import type { ChainLibrary, LibraryChain } from "./library.ts";
import styles from "./library.module.css";
import { placeName } from "./place-name.ts";
import { useAudition } from "./use-audition.ts";

export interface LibraryPanelProps {
  readonly library: ChainLibrary;
  readonly playback: Playback;
  readonly media: MediaLocation;
  /** The cable that a chain was asked for, if it was one. */
  readonly cables: readonly ConnectionRecord[];
  readonly say: (text: string) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** The chains at hand: to be found by words, heard in the running mix, placed, updated and given away. */
export default function LibraryPanel({
  library,
  playback,
  media,
  cables,
  say,
  onProblem,
}: LibraryPanelProps): ReactNode {
  const session = useSession();
  const { chains, arrived } = useSyncExternalStore(library.subscribe, library.getState);
  const state = useEditorState((now) => now);
  const [query, setQuery] = useState("");
  const [chosenId, setChosenId] = useState<string | undefined>(arrived);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const audition = useAudition(playback, media, onProblem);
  const { hear, end, place } = audition;
  const fail = (error: unknown): void => onProblem(problemOf(error));

  useEffect(() => {
    library.load().catch((error: unknown) => onProblem(problemOf(error)));
    field.current?.focus();
  }, [library, onProblem]);

  const known = useCallback((sha256: string) => chains.find((one) => one.sha256 === sha256)?.chain, [chains]);
  const findable = useMemo(() => chains.map(asFindable), [chains]);
  const found = search(query, findable).map(({ one }) => one);
  const chosen = found.find(({ id }) => id === chosenId) ?? found[0];
  const where = placeFor({ ...state, cables }, registry);

  const sayTaken = (taken: readonly ChainDocument[]): void => {
    const names = taken.map(({ name }) => name);
    say(`${names.join(", ")} ${names.length === 1 ? "is" : "are"} in the library.`);
  };
  const choose = (one: LibraryChain): void => {
    setChosenId(one.id);
    if (audition.state.kind !== "none" && where !== undefined) hear(one, where);
  };
  const placeChosen = (): void => {
    if (place() || chosen === undefined) return;
    session.attempt(() => {
      const { document, graph } = session.getState();
      const goes = where ?? ({ kind: "free", graph, position: { x: 0, y: 0 } } as const);
      const placed = placeChainCommands(document, registry, chosen.chain, goes);
      if (session.doAll(placed.commands) && placed.graph === graph) session.select([placed.node]);
    });
  };
  const press = (event: KeyboardEvent): void => {
    const isTyping = event.target instanceof HTMLInputElement;
    const next = chosen && lineAfterKey(event.key, found.indexOf(chosen), found.length, isTyping);
    if (next !== undefined) {
      event.preventDefault();
      if (found[next] !== chosen) choose(found[next]!);
    } else if (event.key === "Enter" && event.target === field.current) placeChosen();
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData("text/plain");
    if (!isChainText(text)) return;
    event.preventDefault();
    library.take(text, "clipboard").then((chain) => sayTaken([chain]), fail);
  };

  return (
    // What is pasted or pressed here is for the fields and buttons inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={styles["library"]} aria-label="Library" onKeyDown={press} onPaste={paste}>
      <div className={styles["find"]}>
        <input
          ref={field}
          type="search"
          aria-label="Find a chain"
          aria-controls={list}
          {...(chosen !== undefined && { "aria-activedescendant": lineId(list, found.indexOf(chosen)) })}
          placeholder="glue, drums, grab …"
          spellCheck={false}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <button
          type="button"
          title="Take chains from files and packages of them, or paste one here"
          onClick={() =>
            chooseFiles({ accept: ".json,.tgz,.gz" }, (files) => {
              for (const { file } of files) library.takeFile(file, file.name).then(sayTaken, fail);
            })
          }
        >
          Open…
        </button>
      </div>
      <p className={styles["where"]}>{placeName(state, where)}</p>
      <ChainList id={list} chains={found} chosen={chosen} onChoose={choose} onPlace={placeChosen} />
      <AuditionBar audition={audition} chains={chains} onPlace={placeChosen} />
      {chosen !== undefined && (
        <ChainCard
          one={chosen}
          known={known}
          canHear={where !== undefined}
          isHeard={audition.state.kind !== "none"}
          onHear={() => (audition.state.kind === "none" ? hear(chosen, where!) : end())}
          onPlace={placeChosen}
          onTag={setQuery}
          onForget={() => void library.forget(chosen.id).catch(fail)}
          say={say}
          onProblem={onProblem}
        />
      )}
    </section>
  );
}

/** Where a key leads in the list. The ends of a text that is being typed are the field's. */
function lineAfterKey(key: string, at: number, count: number, isTyping: boolean): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return isTyping ? undefined : 0;
    case "End":
      return isTyping ? undefined : count - 1;
    default:
      return undefined;
  }
}

interface FindableChain extends Findable {
  readonly one: LibraryChain;
}

function asFindable(one: LibraryChain): FindableChain {
  const { name, tags, summary, author, description } = one.chain;
  const said = [summary, author ?? "", description ?? ""].join(" ").split(/[\s.,;:]+/);
  return {
    one,
    name,
    words: [...tags, ...said.filter(Boolean)],
    category: one.origin,
    wordsInside: wordsInside(one.chain, registry),
  };
}
