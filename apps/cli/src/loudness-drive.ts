import {
  addressText,
  apply,
  fault,
  parametersOf,
  resolveAddress,
  type Address,
  type GraphId,
  type MixDocument,
  type Registry,
} from "@twobus/core";
import { readNumber } from "./numbers.ts";

const LIMITER_TYPE = "twobus.truePeakLimiter";
const DRIVE_PARAM = "gainDb";
const CEILING_PARAM = "ceilingDb";

/** A level in a mix that decides how loud the mix is, and where it may stand. */
export interface Drive extends Required<Address> {
  readonly valueDb: number;
  readonly minDb: number;
  readonly maxDb: number;
}

/**
 * The drive that `through` names, a node or one of its levels; without it that of the true-peak limiter in the stereo bus's
 * chain. Throws a problem where there is none, or where automation moves it.
 */
export function findDrive(document: MixDocument, registry: Registry, through?: string): Drive {
  const named = through === undefined ? stereoBusLimiter(document) : resolveAddress(document, through);
  const address = { ...named, param: named.param ?? DRIVE_PARAM };
  const record = document.graphs[address.graph]!.nodes[address.node]!;
  const parameter = parametersOf(record, document, registry)?.[address.param];
  if (parameter?.kind !== "number" || !address.param.endsWith("Db")) {
    throw fault(
      "no-drive",
      addressText(address),
      "this is no level: name a node with gainDb, or another level as node.param",
    );
  }
  if (Object.hasOwn(document.automation, addressText(address))) {
    throw fault(
      "automated",
      addressText(address),
      "this level is automated: take its automation away, or name another",
    );
  }
  const valueDb = Number(record.params[address.param] ?? parameter.default);
  return { ...address, valueDb, minDb: parameter.min, maxDb: parameter.max };
}

/** The mix with its drive at `valueDb`, the node at work, and its ceiling set if one is given. */
export function withDrive(
  document: MixDocument,
  registry: Registry,
  { graph, node, param }: Drive,
  valueDb: number,
  ceilingText?: string,
): MixDocument {
  const ceiling = ceilingText === undefined ? {} : { [CEILING_PARAM]: numberOrText(ceilingText) };
  let result = document;
  for (const [name, value] of Object.entries({ [param]: valueDb, ...ceiling })) {
    result = apply(result, { kind: "setParameter", graph, node, param: name, value }, registry).document;
  }
  if (document.graphs[graph]!.nodes[node]!.bypassed !== true) return result;
  return apply(result, { kind: "setBypassed", graph, node, bypassed: false }, registry).document;
}

/** What is no number is passed on, to be refused with the legal range. */
function numberOrText(text: string): number | string {
  const number = readNumber(text);
  return Number.isFinite(number) ? number : text;
}

function stereoBusLimiter(document: MixDocument): Address {
  const { nodes, connections } = document.graphs[document.root]!;
  const last = connections.filter(({ to }) => to === "out.main").map(({ from }) => from.split(".")[0]!);
  const chains = last.flatMap((id) => nodes[id]?.graph ?? []);
  const limiters = [
    ...last.filter((id) => nodes[id]?.type === LIMITER_TYPE).map((node) => ({ graph: document.root, node })),
    ...chains.flatMap((chain) => limitersIn(document, chain)),
  ];
  const [only] = limiters;
  if (only !== undefined && limiters.length === 1) return only;
  throw only === undefined
    ? fault(
        "no-limiter",
        document.root,
        `there is no true-peak limiter in the stereo bus's chain: add one with \`twobus add … truePeakLimiter --into ${last[0] ?? "STRIP"}\`, or name another node with --through`,
      )
    : fault(
        "several-limiters",
        document.root,
        `the stereo bus's chain has several true-peak limiters: name one of ${limiters.map(addressText).join(", ")} with --through`,
      );
}

/** In a graph and whatever lies in its nodes. */
function limitersIn(document: MixDocument, graph: GraphId): Address[] {
  return Object.entries(document.graphs[graph]?.nodes ?? {}).flatMap(([node, record]) => [
    ...(record.type === LIMITER_TYPE ? [{ graph, node }] : []),
    ...(record.graph === undefined ? [] : limitersIn(document, record.graph)),
  ]);
}
