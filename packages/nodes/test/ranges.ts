import type { NodeDefinition } from "@twobus/core";

/** Whether a number may be set at all from `from` to `to`. */
export function reaches({ params }: NodeDefinition, name: string, from: number, to: number): boolean {
  const parameter = params[name];
  return parameter?.kind === "number" && parameter.min <= from && parameter.max >= to;
}
