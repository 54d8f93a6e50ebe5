import type { Action } from "./action.ts";
import { ARRANGE_ACTIONS } from "./arrange-actions.ts";
import { CHAIN_ACTIONS } from "../chains/chain-actions.ts";
import { EDIT_ACTIONS } from "./edit-actions.ts";
import { MONITOR_ACTIONS } from "./monitor-actions.ts";
import { PATCH_ACTIONS } from "./patch-actions.ts";
import { VIEW_ACTIONS } from "./view-actions.ts";

/** All that the editor can do. An application adds its own. */
export const EDITOR_ACTIONS: readonly Action[] = [
  ...PATCH_ACTIONS,
  ...EDIT_ACTIONS,
  ...CHAIN_ACTIONS,
  ...ARRANGE_ACTIONS,
  ...MONITOR_ACTIONS,
  ...VIEW_ACTIONS,
];
