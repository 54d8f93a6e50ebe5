import { readFile } from "node:fs/promises";
import { createNodeRunner } from "@twobus/core/solo";
import { cardFault, examplesOf, measureCard, type Card } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";

// What does nothing until it is set must say with which settings its card shows something.

/** Whether a node does nothing that its card could show. */
function isBlank({ transfer, distortion, distortionByFrequency, phase, stereo, reaction }: Card): boolean {
  const { left, right, mid, side } = stereo;
  const straight = [left.left, right.right, mid.mid, side.side].every((curve) =>
    curve.every(({ y }) => Math.abs(y) < 0.2),
  );
  const passes = transfer.every(({ x, y }) => Math.abs(x - y) < 0.2) && phase.every(({ y }) => Math.abs(y) < 5);
  const clean = [...distortion, ...distortionByFrequency].every(({ y }) => y < -100);
  return straight && passes && clean && reaction === undefined;
}

/** Does nothing by its nature: it is there to be compared with. */
const isPlain = (example: string | undefined): boolean => example === "clean";

const shown = builtInPack.nodes
  .filter((definition) => cardFault(definition) === undefined)
  .filter(({ category, examples }) => examples !== undefined || category === "stereo")
  .flatMap((definition) => examplesOf(definition).map((example) => [definition.type, example, definition] as const));

test.each(shown.filter(([, example]) => !isPlain(example)))("the card of %s, %s, is not blank", async (...subject) => {
  const [type, example, definition] = subject;
  const runner = await createNodeRunner(builtInPack, type, readFile);
  expect(isBlank(measureCard(definition, runner, { example }))).toBe(false);
});

test("at its defaults an equaliser's card would be", async () => {
  const definition = builtInPack.nodes.find(({ type }) => type === "twobus.parametricEq")!;
  const runner = await createNodeRunner(builtInPack, definition.type, readFile);
  expect(isBlank(measureCard(definition, runner))).toBe(true);
});
