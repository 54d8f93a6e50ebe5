/** What is selected once some more is, or no longer is. */
export function afterPicks(
  before: ReadonlySet<string>,
  picks: readonly { readonly id: string; readonly selected: boolean }[],
): ReadonlySet<string> {
  const after = new Set(before);
  for (const { id, selected } of picks) {
    if (selected) after.add(id);
    else after.delete(id);
  }
  return after;
}
