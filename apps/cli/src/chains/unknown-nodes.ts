import { CHAIN_TYPE, type ChainDocument, type Problem } from "@twobus/core";
import { registry } from "../mix-file.ts";

/** What a chain needs and this program does not have. */
export function warnOfUnknownNodes(id: string, { graphs }: ChainDocument): Problem[] {
  const types = Object.values(graphs).flatMap(({ nodes }) => Object.values(nodes).map(({ type }) => type));
  const unknown = new Set(types.filter((type) => type !== CHAIN_TYPE && registry.definition(type) === undefined));
  return [...unknown].map((type) => ({
    code: "unknown-type",
    at: id,
    message: `it uses ${type}, a node that is not known here; it keeps its place and its data, and passes on what it hears`,
  }));
}
