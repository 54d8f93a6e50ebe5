import type { NodeDefinition } from "@twobus/core";

/** Why there is no card of a node, in words, or `undefined` when there is. */
export function cardFault({ inputs, outputs, generates }: NodeDefinition): string | undefined {
  if (!Object.hasOwn(inputs, "main") || !Object.hasOwn(outputs, "main"))
    return "only a node that sound goes through from main to main can be measured";
  if (generates === true)
    return "a node that adds sound of its own does nothing to what arrives; there is no card of it";
  return undefined;
}

/** What a node is measured with if nothing else is said: its examples, or its defaults, named `undefined`, where it has none. */
export function examplesOf({ examples = {} }: NodeDefinition): readonly (string | undefined)[] {
  const names = Object.keys(examples);
  return names.length === 0 ? [undefined] : names;
}
