import type { NodeId } from "@twobus/core";
import { useMemo, type ReactNode } from "react";
import { chooseKeyCommands, keyInputs, keySources, type KeyInput } from "../patching/keys.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";

/** What the keys of a node, and of what lies inside it, listen to. */
export function NodeKeys({ node }: { node: NodeId }): ReactNode {
  const { registry } = useSession();
  const document = useEditorState((state) => state.document);
  const path = useEditorState((state) => state.path);
  const keys = useMemo(() => keyInputs(document, registry, path, node), [document, registry, path, node]);
  if (keys.length === 0) return null;
  return (
    <div className={styles["group"]}>
      {keys.map((key) => (
        <KeyField key={`${key.graph} ${key.to}`} input={key} />
      ))}
    </div>
  );
}

function KeyField({ input }: { input: KeyInput }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const sources = useMemo(() => keySources(document, session.registry, input), [document, session.registry, input]);
  const [first, ...more] = input.cables;
  const label = `${input.name[0]!.toUpperCase()}${input.name.slice(1)} from`;
  return (
    <label className={styles["row"]} data-default={first === undefined}>
      <span>{label}</span>
      <select
        value={more.length > 0 ? SEVERAL : (first?.from ?? "")}
        onChange={({ currentTarget: { value } }) =>
          session.doAll(chooseKeyCommands(input, value === "" ? undefined : value))
        }
      >
        <option value="">what it plays itself</option>
        {more.length > 0 && (
          <option value={SEVERAL} disabled>
            {input.cables.length} sources
          </option>
        )}
        {sources.map(({ from, name }) => (
          <option key={from} value={from}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** No endpoint. */
const SEVERAL = "several";
