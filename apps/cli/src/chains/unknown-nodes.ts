import type { ChainDocument, Problem } from "@twobus/core";
import { unknownNodes } from "@twobus/core/sharing";
import { registry } from "../mix-file.ts";

/** What a chain needs and this program does not have. */
export const warnOfUnknownNodes = (id: string, chain: ChainDocument): Problem[] => unknownNodes(id, chain, registry);
