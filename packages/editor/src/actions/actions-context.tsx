import { createContext, use, useLayoutEffect, useMemo, useState, type ReactNode } from "react";
import { isPossible, type Action } from "./action.ts";
import type { Chord } from "./chord.ts";
import { EDITOR_ACTIONS } from "./editor-actions.ts";
import { actionFor, type KeyPlace } from "./find-action.ts";
import { keysOf, type KeyMap } from "./key-map.ts";
import { Stage, type ScopeOf } from "./stage.ts";
import { whenLetGo } from "./when-let-go.ts";

interface Actions {
  readonly all: readonly Action[];
  readonly map: KeyMap;
  readonly keysOf: (action: Action) => readonly Chord[];
  readonly stage: Stage;
}

const makeActions = (more: readonly Action[], map: KeyMap, stage: Stage): Actions => ({
  all: more.length === 0 ? EDITOR_ACTIONS : [...EDITOR_ACTIONS, ...more],
  map,
  keysOf: (action) => keysOf(action, map),
  stage,
});

const ActionsContext = createContext<Actions>(makeActions([], {}, new Stage()));

const NONE: readonly Action[] = [];
const NO_KEYS: KeyMap = {};

interface ActionsProviderProps {
  /** What the application does besides; its names stand in the palette with the editor's own. */
  readonly actions?: readonly Action[];
  /** The keys that its user has chosen. */
  readonly keyMap?: KeyMap;
  readonly children: ReactNode;
}

/** Lets actions of the canvas inside be done from all of the page: by keys, menus and the palette. */
export function ActionsProvider({ actions = NONE, keyMap = NO_KEYS, children }: ActionsProviderProps): ReactNode {
  const [stage] = useState(() => new Stage());
  const made = useMemo(() => makeActions(actions, keyMap, stage), [actions, keyMap, stage]);
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      const { scopeOf } = made.stage;
      if (!(target instanceof Element) || scopeOf === undefined) return;
      // Where nothing has the focus, keys are meant for the canvas.
      const place = isText(target) ? "text" : target === document.body ? "canvas" : "page";
      pressKey(made, event, target, place, scopeOf);
    };
    // Above it the canvas's own keys would be first: where nothing has the focus they would take Space.
    const { body } = document;
    body.addEventListener("keydown", press);
    return () => body.removeEventListener("keydown", press);
  }, [made]);
  return <ActionsContext value={made}>{children}</ActionsContext>;
}

export const useActions = (): Actions => use(ActionsContext);

type KeyEvent = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "defaultPrevented" | "preventDefault"
>;

/** Does what the keys ask for. Returns whether that was anything. */
export function pressKey(
  { all, map, stage }: Actions,
  event: KeyEvent,
  target: Element,
  place: KeyPlace,
  scopeOf: ScopeOf,
): boolean {
  if (event.defaultPrevented || document.querySelector("dialog:modal") !== null) return false;
  const isItsOwn = event.key === "Enter" || event.key === " ";
  if (isItsOwn && target.closest("button, a, summary, [role=button]") !== null) return false;
  const action = actionFor(event, place, all, map);
  if (action === undefined) return false;
  event.preventDefault();
  const { onLetGo } = action;
  if (onLetGo !== undefined && event.repeat) return true;
  const scope = scopeOf();
  if (!isPossible(action, scope)) return true;
  action.run(scope);
  if (onLetGo !== undefined) {
    // What is selected, and which canvas is shown, may be another by then.
    whenLetGo(event.code, (heldMs) => stage.scopeOf !== undefined && onLetGo(stage.scopeOf(), heldMs));
  }
  return true;
}

/** Where keys write or set something. */
export const isText = (target: Element): boolean =>
  target.closest("input, select, textarea, [contenteditable=true]") !== null;
