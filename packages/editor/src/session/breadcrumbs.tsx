import { useRef, useState, type ReactNode } from "react";
import styles from "./breadcrumbs.module.css";
import { useEditorState, useSession } from "./session-context.tsx";

/** Whether the mix is being given another name, and what changes that. */
export type Naming = readonly [isNaming: boolean, setNaming: (isNaming: boolean) => void];

/**
 * The way from the mix to the chain that is shown; each step leads back. A double click on the mix, or F2, gives it another name;
 * `naming` is for who begins that from elsewhere.
 */
export function Breadcrumbs({ naming }: { naming?: Naming }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const path = useEditorState((state) => state.path);
  const own = useState(false);
  const crumbs = useRef<HTMLElement>(null);
  const [isNaming, setNaming] = naming ?? own;
  const steps: string[] = [];
  let graph = document.root;
  for (const id of path) {
    const record = document.graphs[graph]!.nodes[id]!;
    steps.push(record.label ?? id);
    graph = record.graph!;
  }
  const current = (depth: number): "location" | undefined => (depth === path.length ? "location" : undefined);
  return (
    <nav ref={crumbs} aria-label="Where you are" className={styles["crumbs"]}>
      {isNaming ? (
        <MixName
          onDone={(byKey) => {
            setNaming(false);
            // The focus is where it was, once the button is there again.
            if (byKey) setTimeout(() => crumbs.current?.querySelector("button")?.focus());
          }}
        />
      ) : (
        <button
          type="button"
          title="double-click or F2: another name"
          aria-current={current(0)}
          onClick={() => session.close(0)}
          onDoubleClick={() => setNaming(true)}
          onKeyDown={({ key }) => key === "F2" && setNaming(true)}
        >
          {document.name}
        </button>
      )}
      {steps.map((name, index) => (
        <button
          key={path.slice(0, index + 1).join("/")}
          type="button"
          aria-current={current(index + 1)}
          onClick={() => session.close(index + 1)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

/** Enter, or to go elsewhere, gives the name; Escape leaves it as it was, and so does an empty one. */
function MixName({ onDone }: { onDone: (byKey: boolean) => void }): ReactNode {
  const session = useSession();
  const isByKey = useRef(false);
  const { name } = session.document;
  return (
    <input
      aria-label="Name of the mix"
      maxLength={200}
      defaultValue={name}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={({ currentTarget }) => {
        const wish = currentTarget.value.trim();
        if (wish !== "" && wish !== name) session.do({ kind: "rename", name: wish });
        onDone(isByKey.current);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") currentTarget.value = name;
        isByKey.current = key === "Enter" || key === "Escape";
        if (isByKey.current) currentTarget.blur();
      }}
    />
  );
}
