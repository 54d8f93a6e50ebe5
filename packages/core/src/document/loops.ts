type Successors<T> = (item: T) => readonly T[];

/**
 * Groups of items that reach one another, each group after all groups that it leads to: Tarjan, “Depth-first search
 * and linear graph algorithms” (1972), with its own stack, so that no depth overflows.
 */
export function components<T>(items: Iterable<T>, successors: Successors<T>): T[][] {
  const order = new Map<T, number>();
  const lowest = new Map<T, number>();
  const pending: T[] = [];
  const isPending = new Set<T>();
  const groups: T[][] = [];
  const path: { readonly item: T; readonly next: readonly T[]; position: number }[] = [];

  const enter = (item: T): void => {
    order.set(item, order.size);
    lowest.set(item, order.size - 1);
    pending.push(item);
    isPending.add(item);
    path.push({ item, next: successors(item), position: 0 });
  };
  const lower = (item: T, value: number): void => {
    if (value < lowest.get(item)!) lowest.set(item, value);
  };
  const leave = (item: T): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent.item, lowest.get(item)!);
    if (lowest.get(item) !== order.get(item)) return;
    const group = pending.splice(pending.lastIndexOf(item));
    for (const member of group) isPending.delete(member);
    groups.push(group);
  };

  for (const start of items) {
    if (!order.has(start)) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const successor = step.next[step.position++];
      if (successor === undefined) leave(step.item);
      else if (!order.has(successor)) enter(successor);
      else if (isPending.has(successor)) lower(step.item, order.get(successor)!);
    }
  }
  return groups;
}

/** One loop for each group of items that has any: `["drums", "bass"]` stands for drums → bass → drums. */
export function loops<T>(items: Iterable<T>, successors: Successors<T>): T[][] {
  return components(items, successors).flatMap((group) => {
    const first = group[0]!;
    return group.length > 1 || successors(first).includes(first) ? [loopWithin(new Set(group), first, successors)] : [];
  });
}

/** Walks inside a group, which never ends outside it, until it comes back to where it has been. */
function loopWithin<T>(group: ReadonlySet<T>, start: T, successors: Successors<T>): T[] {
  const visited = new Map<T, number>();
  let item = start;
  while (!visited.has(item)) {
    visited.set(item, visited.size);
    item = successors(item).find((successor) => group.has(successor))!;
  }
  return [...visited.keys()].slice(visited.get(item)!);
}

/** What can be reached from `starts`, these included, each with the item from which it was first reached. */
export function reached<T>(starts: Iterable<T>, successors: Successors<T>): Map<T, T | undefined> {
  const from = new Map<T, T | undefined>();
  for (const start of starts) from.set(start, undefined);
  // A map's iteration also visits what is added on the way.
  for (const item of from.keys()) {
    for (const successor of successors(item)) if (!from.has(successor)) from.set(successor, item);
  }
  return from;
}

/** `drums → bass → drums` */
export function loopText(loop: readonly unknown[]): string {
  return [...loop, loop[0]].join(" → ");
}
