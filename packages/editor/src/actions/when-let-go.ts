/** Tells when a key that is down comes up, and after how long; a page that loses the focus no longer hears of it, and lets go too. */
export function whenLetGo(code: string, told: (heldMs: number) => void): void {
  const since = performance.now();
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
    told(performance.now() - since);
  };
  const { signal } = ending;
  addEventListener("keyup", (event) => event.code === code && end(), { capture: true, signal });
  addEventListener("blur", ({ target }) => target === window && end(), { signal });
}
