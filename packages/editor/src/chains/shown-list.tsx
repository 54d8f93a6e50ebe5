import { shownNames, type ExposedParameter, type GraphId } from "@twobus/core";
import type { ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./chain-panel.module.css";
import { macroOf, targetParameter } from "./expose.ts";
import { MacroTarget } from "./macro-target.tsx";
import { MeterList } from "./meter-list.tsx";
import { NumberField } from "./number-field.tsx";

/** What a chain shows: to be renamed, put in order, hidden, narrowed, or made a macro. */
export function ShownList({ content }: { content: GraphId }): ReactNode {
  const session = useSession();
  const shown = useEditorState(({ document }) => document.graphs[content]!.interface);
  const names = shownNames(shown);
  const move = (from: number, step: -1 | 1): void => {
    const order = [...names];
    [order[from], order[from + step]] = [order[from + step]!, order[from]!];
    session.do({ kind: "orderExposed", graph: content, names: order });
  };
  return (
    <>
      {names.length === 0 && <p>It shows no parameters. Open it, and press ◇ beside one of a node inside.</p>}
      <details>
        <summary>What it shows</summary>
        <ul>
          {names.map((name, index) => (
            <li key={name} className={styles["shown"]}>
              <div>
                <NameField content={content} name={name} />
                <button
                  type="button"
                  aria-label={`${name} earlier`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={`${name} later`}
                  disabled={index === names.length - 1}
                  onClick={() => move(index, 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={`Hide ${name}`}
                  onClick={() => session.do({ kind: "setExposed", graph: content, name, exposed: null })}
                >
                  ✕
                </button>
              </div>
              <Drives content={content} name={name} exposed={shown.params[name]!} />
            </li>
          ))}
        </ul>
        <MeterList content={content} />
      </details>
    </>
  );
}

function NameField({ content, name }: { content: GraphId; name: string }): ReactNode {
  const session = useSession();
  return (
    <input
      aria-label={`Name of ${name}`}
      defaultValue={name}
      maxLength={64}
      spellCheck={false}
      onBlur={({ currentTarget }) => {
        const to = currentTarget.value.trim();
        if (to === name) return;
        if (session.do({ kind: "renameExposed", graph: content, name, to }) === undefined) currentTarget.value = name;
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") currentTarget.value = name;
        if (key === "Enter" || key === "Escape") currentTarget.blur();
      }}
    />
  );
}

/** What a parameter of the chain moves, and how far. */
function Drives({ content, name, exposed }: { content: GraphId; name: string; exposed: ExposedParameter }): ReactNode {
  const session = useSession();
  const { document } = session.getState();
  const set = (next: ExposedParameter): void =>
    void session.do({ kind: "setExposed", graph: content, name, exposed: next });
  const { targets, ranges, ...rest } = exposed;
  if (ranges !== undefined) {
    return targets.map((target) => (
      <MacroTarget
        key={target}
        target={target}
        range={ranges[target]!}
        onRange={(range) => set({ ...exposed, ranges: { ...ranges, [target]: range } })}
        {...(targets.length > 1 && {
          onRemove: () => {
            const { [target]: _gone, ...left } = ranges;
            set({ ...exposed, targets: targets.filter((other) => other !== target), ranges: left });
          },
        })}
      />
    ));
  }
  const parameter = targetParameter(document, session.registry, content, targets[0]!);
  const macro = macroOf(document, session.registry, content, exposed);
  return (
    <>
      <small title={targets.join(", ")}>{targets.join(", ")}</small>
      {parameter?.kind === "number" && (
        <div>
          <span>from … to</span>
          <NumberField
            label={`Least of ${name}`}
            value={rest.min ?? parameter.min}
            onValue={(min) => set({ ...rest, targets, min })}
          />
          <NumberField
            label={`Most of ${name}`}
            value={rest.max ?? parameter.max}
            onValue={(max) => set({ ...rest, targets, max })}
          />
          {macro !== undefined && (
            <button type="button" title="From 0 to 100 %, over a range of each" onClick={() => set(macro)}>
              Macro
            </button>
          )}
        </div>
      )}
    </>
  );
}
