import { freeId } from "../document/names.ts";
import type { ConnectionRecord, InterfacePort } from "../document/types.ts";

/** Level, place and mute of a cable, without its ends. */
export type CableSettings = Omit<ConnectionRecord, "from" | "to">;

/** A cable from a node that is grouped to one that is not, or the other way round. */
export interface Crossing {
  /** Endpoint of the node in the group. */
  readonly inner: string;
  readonly outer: string;
  readonly role: InterfacePort["role"];
  readonly settings: CableSettings;
}

interface End {
  readonly endpoint: string;
  readonly settings: CableSettings;
}

/** A port to be, and what is connected to it on either side. */
export interface Gate {
  readonly port: string;
  readonly role: InterfacePort["role"];
  readonly inner: readonly End[];
  readonly outer: readonly End[];
}

/**
 * The ports that cables come through. An inner end with one cable shares a port with all others that lead to the same
 * outer end, and the cable keeps its level inside; inner ends with several cables share one when all of these are
 * alike, and keep their levels outside. Either way each path has one cable with a level, as before.
 */
export function gatesOf(crossings: readonly Crossing[]): Gate[] {
  const byInner = [...Map.groupBy(crossings, ({ inner, role }) => `${role} ${inner}`).values()];
  const shared = Map.groupBy(byInner, (cables) => {
    const [first] = cables as [Crossing, ...Crossing[]];
    if (cables.length === 1) return `${first.role} one ${first.outer}`;
    return `${first.role} many ${cables
      .map(({ outer, settings }) => JSON.stringify([outer, settings]))
      .toSorted()
      .join(" ")}`;
  });
  return named([...shared.values()].map((inners) => unnamedGate(inners as [Crossing[], ...Crossing[][]])));
}

function unnamedGate(inners: readonly [readonly Crossing[], ...(readonly Crossing[])[]]): Omit<Gate, "port"> {
  const [first] = inners;
  const isOne = first.length === 1;
  return {
    role: first[0]!.role,
    inner: inners.map(([cable]) => ({ endpoint: cable!.inner, settings: isOne ? cable!.settings : {} })),
    outer: first.map(({ outer, settings }) => ({ endpoint: outer, settings: isOne ? {} : settings })),
  };
}

/** The widest audio gate is `main`, before others one that leads to a port of that name. */
function named(gates: readonly Omit<Gate, "port">[]): Gate[] {
  const rank = (gate: Omit<Gate, "port">): string => {
    const leadsToMain = gate.inner.some(({ endpoint }) => endpoint.endsWith(".main"));
    const narrowness = String(1_000_000 - gate.inner.length - gate.outer.length);
    return `${gate.role === "audio" ? 0 : 1}${leadsToMain ? 0 : 1}${narrowness} ${gate.inner[0]!.endpoint}`;
  };
  const taken: Record<string, true> = {};
  return gates
    .map((gate) => ({ gate, key: rank(gate) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ gate }, index) => {
      const port = index === 0 && gate.role === "audio" ? "main" : freeId(taken, wishOf(gate), "port");
      taken[port] = true;
      return { ...gate, port };
    });
}

function wishOf({ inner }: Omit<Gate, "port">): string {
  const [node = "", port = ""] = inner[0]!.endpoint.split(".");
  return port === "main" ? node : port;
}
