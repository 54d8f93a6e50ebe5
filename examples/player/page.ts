// What the page shows, by the ids of index.html.

export const find = <E extends HTMLElement>(id: string): E => document.querySelector<E>(`#${id}`)!;

export const write = (id: string, text: string): void => void (find(id).textContent = text);

export const writeFigure = (id: string, figure: number, unit: string): void =>
  write(id, `${Number.isFinite(figure) ? figure.toFixed(1) : "−∞"} ${unit}`);

/** Without a mix there is nothing to be done here but to say why. */
addEventListener("error", ({ error, message }) => {
  write("name", "No mix");
  write("problem", error instanceof Error ? error.message : message);
});

export async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url).catch(() => undefined);
  if (answer?.ok) return answer.text();
  throw new Error(
    `${url} could not be fetched (${answer?.status ?? "no answer"}); look at its address, and reload the page`,
  );
}

/** A figure on a meter, and in words beside it. */
export function showMeter(id: string, figure: number, unit: string): void {
  find<HTMLMeterElement>(id).value = figure === -Infinity ? -1000 : figure;
  writeFigure(`${id}-text`, figure, unit);
}

/** From now on the element may be used, a button not again until it has done its work. What goes wrong is said until the next use. */
export function onUse(id: string, event: "click" | "input", act: () => Promise<unknown>): void {
  const element = find<HTMLButtonElement | HTMLInputElement>(id);
  element.disabled = false;
  element.addEventListener(event, async () => {
    write("problem", "");
    element.disabled = event === "click";
    await act().catch((error: Error) => write("problem", error.message));
    element.disabled = false;
  });
}
