import { CHAIN_TYPE, HUES, type GraphId, type NodeDefinition, type NodeId, type NodeRecord } from "@twobus/core";
import type { CSSProperties, ReactNode } from "react";
import { Dots } from "../canvas/nodes/dots.tsx";
import { useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";

interface NodeHeaderProps {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly definition: NodeDefinition | undefined;
}

/** What a node is and is called: name and colour to change, mute and bypass. */
export function NodeHeader({ graph, node, record, definition }: NodeHeaderProps): ReactNode {
  const session = useSession();
  const name = record.label ?? node;
  const rename = (text: string): void => {
    const label = text.trim();
    if (label !== name) session.do({ kind: "setLabel", graph, node, label: label === "" ? null : label });
  };
  return (
    <header className={styles["header"]}>
      <div className={styles["title"]}>
        <input
          key={name}
          className={styles["name"]}
          aria-label="Name"
          defaultValue={name}
          onBlur={({ currentTarget }) => rename(currentTarget.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === "Escape") currentTarget.value = name;
            if (key === "Enter" || key === "Escape") currentTarget.blur();
          }}
        />
        <Dots graph={graph} node={node} record={record} />
      </div>
      <p className={styles["kind"]}>
        <strong>{definition?.name ?? (record.type === CHAIN_TYPE ? "Chain" : record.type)}</strong>
        {definition !== undefined && ` · ${definition.category}`}
      </p>
      <p className={styles["summary"]}>{summaryOf(record, definition)}</p>
      {definition !== undefined && definition.words.length > 0 && (
        <p className={styles["words"]}>{definition.words.join(", ")}</p>
      )}
      <Colours graph={graph} node={node} colour={record.colour} />
    </header>
  );
}

function summaryOf({ type }: NodeRecord, definition: NodeDefinition | undefined): string {
  if (definition !== undefined) return definition.summary;
  if (type === CHAIN_TYPE) return "Processors in a row, to be opened and patched.";
  return `No pack here has the node ${type}. Its cables and parameters are kept as they are.`;
}

/** The hues of the families, and none: then it wears that of its bus. */
function Colours({ graph, node, colour }: { graph: GraphId; node: NodeId; colour: string | undefined }): ReactNode {
  const session = useSession();
  const choices: readonly (readonly [string, string | null])[] = [["of its bus", null], ...Object.entries(HUES)];
  return (
    <fieldset className={styles["colours"]}>
      <legend>Colour</legend>
      {choices.map(([family, hue]) => (
        <input
          key={family}
          type="radio"
          name={`colour of ${node}`}
          aria-label={family}
          title={family}
          checked={(colour ?? null) === hue}
          style={{ "--hue": hue ?? "transparent" } as CSSProperties}
          data-none={hue === null}
          onChange={() => session.do({ kind: "setColour", graph, node, colour: hue })}
        />
      ))}
    </fieldset>
  );
}
