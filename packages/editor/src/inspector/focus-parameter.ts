/** Gives the focus to what sets a parameter, and opens the group that it is in. */
export function focusParameter(panel: HTMLElement, param: string): void {
  const field = panel.querySelector(`[data-parameter="${param}"]`);
  const group = field?.closest("details");
  if (group != null) group.open = true;
  field?.querySelector<HTMLElement>("[role=slider], select, input")?.focus();
}
