import type { Command } from "@twobus/core";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import styles from "../actions/action-menu.module.css";
import { readName } from "../inspector/parameter-names.ts";
import { useSession } from "../session/session-context.tsx";
import { driveCommand, exposeCommands, shownAs, type SurroundingChain } from "./expose.ts";

interface Choice {
  readonly key: string;
  readonly text: string;
  readonly isOn?: boolean;
  readonly commands: readonly Command[];
}

/** On which of the chains around it a parameter is shown, and with which others it moves. */
export function ShowMenu({
  endpoint,
  around,
  close,
}: {
  endpoint: string;
  around: readonly SurroundingChain[];
  close: () => void;
}): ReactNode {
  const session = useSession();
  const { document } = session.getState();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.querySelector("button")?.focus(), []);
  const choices: Choice[] = [];
  let target: string | undefined = endpoint;
  for (const [depth, { content, node, name: chain }] of around.entries()) {
    const shown = document.graphs[content]!.interface;
    const name: string | undefined = target === undefined ? undefined : shownAs(shown, target);
    choices.push({
      key: `show ${content}`,
      text: `On ${chain}`,
      isOn: name !== undefined,
      commands:
        name === undefined
          ? exposeCommands(document, around.slice(0, depth + 1), endpoint)
          : [{ kind: "setExposed", graph: content, name, exposed: null }],
    });
    target = name === undefined ? undefined : `${node}.${name}`;
  }
  const { content } = around[0]!;
  for (const [name, { targets }] of Object.entries(document.graphs[content]!.interface.params)) {
    if (targets.includes(endpoint)) continue;
    choices.push({
      key: `with ${name}`,
      text: `Moved by ${readName(name).label}`,
      commands: [driveCommand(document, session.registry, content, name, endpoint)],
    });
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const items = [...menu.current!.querySelectorAll("button")];
    const at = items.indexOf(globalThis.document.activeElement as HTMLButtonElement);
    items[(at + step + items.length) % items.length]!.focus();
  };
  return (
    <div ref={menu} role="menu" tabIndex={-1} aria-label="Show" className={styles["menu"]} onKeyDown={press}>
      {choices.map(({ key, text, isOn, commands }) => (
        <button
          key={key}
          type="button"
          tabIndex={-1}
          {...(isOn === undefined ? { role: "menuitem" } : { role: "menuitemcheckbox", "aria-checked": isOn })}
          onClick={() => {
            session.doAll(commands);
            close();
          }}
        >
          <span>{text}</span>
          {isOn === true && <span aria-hidden="true">✓</span>}
        </button>
      ))}
    </div>
  );
}
