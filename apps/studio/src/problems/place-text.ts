/** Where a problem is, as people call it: of an address only the file's name. */
export function placeText(at: string): string {
  if (!URL.canParse(at) || !/^https?:/.test(at)) return at;
  const name = new URL(at).pathname.split("/").at(-1)!;
  try {
    return name === "" ? at : decodeURIComponent(name);
  } catch {
    return name;
  }
}
