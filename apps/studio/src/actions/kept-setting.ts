/** A setting of this browser; nothing where it keeps none. */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Where the browser keeps nothing, the setting lasts as long as the page. */
export function writeKept(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Nothing is lost but a habit.
  }
}
