/** Calls back when the page turns light or dark, until what it returns is called. */
export function onOtherColours(listener: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
}
