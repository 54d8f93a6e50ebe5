import { splitEndpoint } from "../document/address.ts";
import { throughRange } from "../document/macro-range.ts";
import { own } from "../document/names.ts";
import type { ExposedParameter, MacroRange, NodeId, NodeRecord } from "../document/types.ts";
import { fault } from "../problem.ts";
import { isStraight } from "./settle.ts";

/** A chain node that goes, what it shows, and what inner targets are called outside. */
interface Leaving {
  readonly chain: NodeId;
  readonly record: NodeRecord;
  readonly shown: Readonly<Record<string, ExposedParameter>>;
  readonly rename: (target: string) => string;
}

/**
 * A parameter that drives those of a chain node, led on to what these drive inside; nothing where they drive nothing. Throws
 * where one macro cannot do what two in a row do.
 */
export function ledOn(outer: ExposedParameter, at: string, leaving: Leaving): ExposedParameter | undefined {
  const { chain, record, shown, rename } = leaving;
  const led: [target: string, range: MacroRange | undefined][] = [];
  let { percent } = outer;
  for (const target of outer.targets) {
    const { node, port } = splitEndpoint(target);
    const before = outer.ranges?.[target];
    if (node !== chain) led.push([target, before]);
    const inner = node === chain ? own(shown, port) : undefined;
    if (inner?.ranges !== undefined && before === undefined) {
      refuseShared(outer, at);
      percent = Number(own(record.params, port) ?? inner.percent ?? 0);
    }
    for (const further of inner?.targets ?? [])
      led.push([rename(further), inRow(before, inner?.ranges?.[further], at)]);
  }
  if (led.length === 0) return undefined;
  const { ranges: _before, percent: _percent, ...rest } = outer;
  const ranges = led.flatMap(([target, range]) => (range === undefined ? [] : [[target, range] as const]));
  return {
    ...rest,
    targets: [...new Set(led.map(([target]) => target))],
    ...(ranges.length > 0 && { ranges: Object.fromEntries(ranges) }),
    ...(percent !== undefined && { percent }),
  };
}

/** A parameter that becomes a macro has neither other targets nor a range of its own. */
function refuseShared({ targets, min, max }: ExposedParameter, at: string): void {
  if (targets.length > 1 || min !== undefined || max !== undefined) throw unjoinable(at);
}

function inRow(first: MacroRange | undefined, second: MacroRange | undefined, at: string): MacroRange | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  if (!isStraight(second)) throw unjoinable(at);
  return { ...first, from: throughRange(second, first.from), to: throughRange(second, first.to) };
}

const unjoinable = (at: string): Error =>
  fault(
    "macros-do-not-join",
    at,
    "this drives a macro of the chain in a way that one macro alone cannot: hide it first",
  );
