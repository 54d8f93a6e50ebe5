import type { Command } from "@twobus/core";
import type { ReactNode } from "react";
import { readName } from "../inspector/parameter-names.ts";
import { ItemMenu, type MenuItem } from "../palette/item-menu.tsx";
import { useSession } from "../session/session-context.tsx";
import { driveCommand, exposeCommands, shownAs, type SurroundingChain } from "./expose.ts";

interface Choice extends MenuItem {
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
  const choices: Choice[] = [];
  let target: string | undefined = endpoint;
  for (const [depth, { content, node, name: chain }] of around.entries()) {
    const shown = document.graphs[content]!.interface;
    const ownName: string | undefined = target === undefined ? undefined : shownAs(shown, target);
    choices.push({
      key: `show ${content}`,
      name: `On ${chain}`,
      isOn: ownName !== undefined,
      commands:
        ownName === undefined
          ? exposeCommands(document, around.slice(0, depth + 1), endpoint)
          : [{ kind: "setExposed", graph: content, name: ownName, exposed: null }],
    });
    target = ownName === undefined ? undefined : `${node}.${ownName}`;
  }
  const { content } = around[0]!;
  for (const [name, { targets }] of Object.entries(document.graphs[content]!.interface.params)) {
    if (targets.includes(endpoint)) continue;
    choices.push({
      key: `with ${name}`,
      name: `Moved by ${readName(name).label}`,
      commands: [driveCommand(document, session.registry, content, name, endpoint)],
    });
  }
  return (
    <ItemMenu
      label="Show"
      items={choices}
      onPick={({ commands }) => {
        session.doAll(commands);
        close();
      }}
    />
  );
}
