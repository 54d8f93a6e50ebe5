import type { ExposedParameter, GraphInterface } from "../document/types.ts";

/** Where a target goes: elsewhere, to several places, or away. */
export type Retarget = (target: string) => readonly string[];

/** Changes what each parameter of an interface drives. What then drives nothing goes; returns the names of those. */
export function retarget({ params }: GraphInterface, change: Retarget): string[] {
  const emptied: string[] = [];
  for (const [name, exposed] of Object.entries(params)) {
    if (!retargetOne(exposed, change) || exposed.targets.length > 0) continue;
    delete params[name];
    emptied.push(name);
  }
  return emptied;
}

/** Changes which meters an interface shows; those that go nowhere go. */
export function retargetMeters({ meters = {} }: GraphInterface, change: Retarget): void {
  for (const [name, target] of Object.entries(meters)) {
    const [changed] = change(target);
    if (changed === undefined) delete meters[name];
    else if (changed !== target) meters[name] = changed;
  }
}

/** Says whether anything changed. */
function retargetOne(exposed: ExposedParameter, change: Retarget): boolean {
  const moves = exposed.targets.map((target) => ({ target, to: change(target) }));
  if (moves.every(({ target, to }) => to.length === 1 && to[0] === target)) return false;
  exposed.targets = [...new Set(moves.flatMap(({ to }) => to))];
  const { ranges } = exposed;
  if (ranges === undefined) return true;
  const moved = moves.flatMap(({ target, to }) => to.map((place) => [place, ranges[target]!] as const));
  exposed.ranges = Object.fromEntries(moved);
  return true;
}
