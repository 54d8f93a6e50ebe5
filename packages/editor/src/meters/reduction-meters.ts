import type { MixDocument, NodeRecord, Registry } from "@twobus/core";

/** What processors call the meter of their gain reduction. */
export const REDUCTION_METER = "gainReductionDb";

/** Where the gain reduction of all processors inside a node is read that are not bypassed, however deep they lie. */
export function reductionMeters(
  document: MixDocument,
  { graph }: NodeRecord,
  address: string,
  registry: Registry,
): readonly string[] {
  const inside = graph === undefined ? undefined : document.graphs[graph];
  return Object.entries(inside?.nodes ?? {}).flatMap(([id, record]) => {
    if (record.bypassed === true) return [];
    const place = `${address}/${id}`;
    const isMetered = registry.definition(record.type)?.meters?.includes(REDUCTION_METER) === true;
    return [...(isMetered ? [`${place}.${REDUCTION_METER}`] : []), ...reductionMeters(document, record, place, registry)];
  });
}
