/** Folders of recordings in this browser, which people do not name. */
const KEPT = /^mixes\/[^/]+\//;

/** Where a problem is, as people call it: of an address only the file's name, of a recording in this browser its path in the mix. */
export function placeText(at: string): string {
  if (!URL.canParse(at) || !/^https?:/.test(at)) return at.replace(KEPT, "");
  const name = new URL(at).pathname.split("/").at(-1)!;
  try {
    return name === "" ? at : decodeURIComponent(name);
  } catch {
    return name;
  }
}
