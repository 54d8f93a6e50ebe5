/** Compares as people count: "2 snare" before "10 vox". Case counts last. The same in every host and locale. */
export function compareNaturally(a: string, b: string): number {
  return compareChunks(chunksOf(a.toLowerCase()), chunksOf(b.toLowerCase())) || compareText(a, b);
}

/** Plain code-unit order: what `<` says. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const chunksOf = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

function compareChunks(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareChunk(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareChunk(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
  const [m, n] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return m.length - n.length || compareText(m, n);
}
