import { readKept, writeKept } from "../actions/kept-setting.ts";
import { SHORTEST_SECONDS, type LoopRange } from "./loop-range.ts";

/** How a mix is looped, and whether it is now. */
export interface LoopState {
  readonly isOn: boolean;
  /** Absent until one was set. */
  readonly range?: LoopRange;
}

const NAME = "twobus-loops";
/** Of mixes that were looped last. */
const MOST_KEPT = 50;

const NONE: LoopState = { isOn: false };

/** The loop that this browser remembers of a mix: like the view it is no part of the mix. */
export function keptLoop(mix: string): LoopState {
  const kept = loops().find(([id]) => id === mix)?.[1];
  return isLoop(kept) ? kept : NONE;
}

export function keepLoop(mix: string, loop: LoopState): void {
  const others = loops().filter(([id]) => id !== mix);
  writeKept(NAME, JSON.stringify([[mix, loop], ...others].slice(0, MOST_KEPT)));
}

/** Newest first. What somebody else has written there is no list of loops. */
function loops(): readonly (readonly [mix: string, loop: unknown])[] {
  try {
    const saved: unknown = JSON.parse(readKept(NAME) ?? "[]");
    return Array.isArray(saved) ? saved.filter((entry) => Array.isArray(entry) && entry.length === 2) : [];
  } catch {
    return [];
  }
}

function isLoop(value: unknown): value is LoopState {
  if (typeof value !== "object" || value === null || !("isOn" in value)) return false;
  const { isOn, range } = value as { readonly isOn: unknown; readonly range?: Partial<LoopRange> };
  const { startSeconds, endSeconds } = range ?? {};
  const isPlayable =
    typeof startSeconds === "number" &&
    typeof endSeconds === "number" &&
    startSeconds >= 0 &&
    endSeconds - startSeconds >= SHORTEST_SECONDS;
  return typeof isOn === "boolean" && (range === undefined ? !isOn : isPlayable);
}
