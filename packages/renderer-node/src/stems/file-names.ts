const LONGEST = 60;

/** A file name for each stem, in order, that every system takes and no two share. */
export function stemFileNames(names: readonly string[]): string[] {
  const digits = Math.max(2, String(names.length).length);
  return names.map((name, index) => {
    const plain = name.replace(/[^\p{L}\p{N} _-]+/gu, " ").trim();
    return `${String(index + 1).padStart(digits, "0")} ${plain.slice(0, LONGEST).trim() || "stem"}.wav`;
  });
}
