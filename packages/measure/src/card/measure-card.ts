import { defaultValues, type NodeDefinition, type PlainValues } from "@twobus/core";
import type { NodeRunner } from "@twobus/core/solo";
import type { Card } from "./card.ts";
import { equalReductionOf } from "./equal-reduction.ts";
import { smallSignals } from "./small-signals.ts";
import { linkOf, steadyCurves } from "./steady.ts";
import { stepOf } from "./step.ts";
import type { Through } from "./through.ts";
import { SAMPLE_RATE } from "./tones.ts";

/**
 * Measures a node that sound goes through from `main` to `main`, with `values` or with those of one of its examples and
 * `values` over them. Levels are of peaks of sines.
 */
export function measureCard(
  definition: NodeDefinition,
  runner: NodeRunner,
  { example, values: own = {} }: { readonly example?: string | undefined; readonly values?: PlainValues } = {},
): Card {
  const values = { ...(example === undefined ? {} : definition.examples![example]), ...own };
  const standing = { ...defaultValues(definition), ...values };
  const latencySamples = definition.latencySamples?.(standing, SAMPLE_RATE) ?? 0;
  const throughWith =
    (over: PlainValues): Through =>
    (main) =>
      runner.run({ sampleRate: SAMPLE_RATE, values: { ...values, ...over }, inputs: { main } }).outputs["main"]!;
  const through = throughWith({});
  const { type, name, summary, words, linearity } = definition;
  const { step, reaction } = stepOf(through, latencySamples);
  const equalReduction = equalReductionOf(definition, throughWith, latencySamples);
  return {
    type,
    name,
    summary,
    words,
    ...(example === undefined ? {} : { example }),
    values,
    latencySamples,
    ...steadyCurves(through),
    ...smallSignals(through, latencySamples),
    step,
    ...(reaction === undefined || linearity === "linear" ? {} : { reaction }), // what is linear may only be late
    ...(equalReduction === undefined ? {} : { equalReduction }),
    linkDb: linkOf(through),
  };
}
