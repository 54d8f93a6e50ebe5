/** Whether two pieces of plain data are equal. */
export function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameData(item, b[i]));
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => isSameData(fieldOf(a, name), fieldOf(b, name)))
  );
}

const fieldOf = (record: object, name: string): unknown => (record as Readonly<Record<string, unknown>>)[name];
