/** Writes what is not there already: a text that is written is laid out again, though it be the same. */
export function showText(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** The tenth of a second of the mix that is heard: figures change with it, all at once, and not with each report. */
export const tenthOf = ({ positionSeconds }: { readonly positionSeconds: number }): number =>
  Math.round(10 * positionSeconds);
